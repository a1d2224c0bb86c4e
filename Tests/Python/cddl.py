"""Checks values against the part of CDDL (RFC 8610) that alert-datagram.cddl uses.

Known: rules for types and groups, choices, integer literals and ranges, uint, int, bool, bstr and
tstr, .size, .regexp and .cbor, tagged types, maps with integer keys, arrays, `?` and `n*m`.
Values are what cbor2 makes of them. A construct outside this part is an error, not a pass.
"""

import re

import cbor2

TOKEN = re.compile(
    r'\s+|;[^\n]*|(?P<token>"[^"]*"|#6\.\d+|-?\d+\.\.-?\d+|\d+\*\d+|-?\d+|\.[a-z]+'
    r"|[A-Za-z][\w-]*|=>|[=/(){}\[\],:?])"
)


class Mismatch(Exception):
    """The value is not what the schema describes."""


class Schema:
    def __init__(self, text):
        self.tokens, position = [], 0
        while position < len(text):
            match = TOKEN.match(text, position)
            if not match:
                raise ValueError(f"cddl: cannot read {text[position:position + 30]!r}")
            position = match.end()
            if match["token"]:
                self.tokens.append(match["token"])
        self.rules = {}
        while self.tokens:
            name = self.take()
            self.take("=")
            self.rules[name] = self.group(")") if self.accept("(") else self.choice()

    def check(self, rule, value):
        """Raises Mismatch unless the value is one of the rule's."""
        self.match(self.rules[rule], value, rule)

    # Parsing: each construct becomes a tuple whose first element names it.

    def take(self, expected=None):
        token = self.tokens.pop(0)
        if expected and token != expected:
            raise ValueError(f"cddl: {token!r} where {expected!r} was expected")
        return token

    def accept(self, token):
        if self.tokens and self.tokens[0] == token:
            self.tokens.pop(0)
            return True
        return False

    def choice(self):
        choices = [self.controlled()]
        while self.accept("/"):
            choices.append(self.controlled())
        return choices[0] if len(choices) == 1 else ("choice", choices)

    def controlled(self):
        kind = self.simple()
        while self.tokens and self.tokens[0].startswith("."):
            control = self.take()
            if control not in (".size", ".regexp", ".cbor"):
                raise ValueError(f"cddl: unknown control {control}")
            kind = ("control", control, kind, self.simple())
        return kind

    def simple(self):
        token = self.take()
        if token.startswith("#6."):
            self.take("(")
            inner = self.choice()
            self.take(")")
            return ("tag", int(token[3:]), inner)
        if token == "{":
            return ("map", self.group("}"))
        if token == "[":
            return ("array", self.group("]"))
        if token.startswith('"'):
            return ("text", token[1:-1])
        if ".." in token:
            return ("range", *map(int, token.split("..")))
        if re.fullmatch(r"-?\d+", token):
            return ("range", int(token), int(token))
        return ("name", token)

    def group(self, end):
        """Entries (least, most, key or None, type)."""
        entries = []
        while not self.accept(end):
            least, most = 1, 1
            if self.accept("?"):
                least = 0
            elif "*" in self.tokens[0]:
                least, most = map(int, self.take().split("*"))
            key = None
            if self.tokens[1] == "=>":
                key = int(self.take())
                self.take("=>")
            elif self.tokens[1] == ":":
                self.take()
                self.take(":")
            entries.append((least, most, key, self.choice()))
            self.accept(",")
        return entries

    # Checking.

    def match(self, kind, value, where):
        getattr(self, "match_" + kind[0])(kind, value, where)

    def match_choice(self, kind, value, where):
        failures = []
        for choice in kind[1]:
            try:
                return self.match(choice, value, where)
            except Mismatch as failure:
                failures.append(str(failure))
        raise Mismatch(" / ".join(failures))

    def match_control(self, kind, value, where):
        _, control, inner, argument = kind
        self.match(inner, value, where)
        if control == ".size":
            require(argument[1] <= len(value) <= argument[2], where, value)
        elif control == ".regexp":
            require(re.fullmatch(argument[1], value), where, value)
        else:
            self.match(argument, cbor2.loads(value), f"{where}.cbor")

    def match_tag(self, kind, value, where):
        require(isinstance(value, cbor2.CBORTag) and value.tag == kind[1], where, value)
        self.match(kind[2], value.value, where)

    def match_range(self, kind, value, where):
        require(type(value) is int and kind[1] <= value <= kind[2], where, value)

    def match_name(self, kind, value, where):
        prelude = {"uint": int, "int": int, "bool": bool, "bstr": bytes, "tstr": str}
        if kind[1] in prelude:
            require(type(value) is prelude[kind[1]], where, value)
            require(kind[1] != "uint" or value >= 0, where, value)
        else:
            self.match(self.rules[kind[1]], value, f"{where} {kind[1]}")

    def match_map(self, kind, value, where):
        require(isinstance(value, dict), where, value)
        known = set()
        self.match_entries(kind[1], value, where, known)
        require(set(value) == known, where, f"keys {sorted(set(value) - known)}")

    def match_entries(self, entries, value, where, known):
        for least, _, key, inner in entries:
            if key is None:
                group = self.rules[inner[1]]
                keys = {key for _, _, key, _ in group}
                if least == 1 or keys & set(value):
                    self.match_entries(group, value, where, known)
            elif key in value:
                known.add(key)
                self.match(inner, value[key], f"{where}/{key}")
            else:
                require(least == 0, where, f"no key {key}")

    def match_array(self, kind, value, where):
        require(isinstance(value, list), where, value)
        if len(kind[1]) == 1:
            least, most, _, inner = kind[1][0]
            require(least <= len(value) <= most, where, value)
            pairs = [(inner, element) for element in value]
        else:
            require(len(value) == len(kind[1]), where, value)
            pairs = [(entry[3], element) for entry, element in zip(kind[1], value)]
        for index, (inner, element) in enumerate(pairs):
            self.match(inner, element, f"{where}[{index}]")


def require(condition, where, value):
    if not condition:
        raise Mismatch(f"{where}: {value!r}")
