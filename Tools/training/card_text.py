"""The model card as Markdown, from the figures collected in `card.Report`."""
from card_intro import INTRODUCTION, KNOWN


def markdown(card):
    rules = card["foldings"][0]["mixture"]["rules"]
    parts = [INTRODUCTION.format(**card, rule_count=len(rules)), _data(card), _foldings(card),
             _rules(card), _windows(card), _saturation(card), _comparison(card), _warnings(card),
             _gates(card), _bins(card), _odds(card), _noise_days(card), _learning(card),
             _quantised(card), KNOWN.format(large=6.8)]
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _table(title, header, rows):
    lines = [f"## {title}\n", "| " + " | ".join(header) + " |", "| " + " --- |" * len(header)]
    lines += ["| " + " | ".join(_show(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _show(cell):
    if cell is None:
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _range(pair):
    return "–" if not pair or pair[0] is None else f"{pair[0]:.2f}–{pair[1]:.2f}"


def _data(card):
    return _table("Data", ["source", "licence", "split", "records", "events", "≥ 8.18 cm/s"],
                  [[d["source"], d["licence"], d["split"], d["records"], d["events"], d["strong"]]
                   for d in card["data"]])


def _foldings(card):
    """Each folding's errors by window, with and without the line, pooled and without one event."""
    out = []
    for name, of in (("pooled", "pooled"),
                     (f"without {card['foldings'][0]['without']}", "without_largest")):
        rows = []
        for folding in card["foldings"]:
            for variant in ("mixture", "networks alone"):
                for seconds, f in folding[variant]["windows"][of].items():
                    rows.append([
                        folding["seed"], variant, seconds, f["sigma"], f["to_line"]["ratio"],
                        _range(f["to_line"]["interval_95"]), f["rmse_events_equal"],
                        f["sigma_below"], f["bias"], _range(f["bias_95"]), f["coverage_68"],
                        f["coverage_95"], f["bias_from"],
                        folding["line"][seconds] if of == "pooled" else None])
        out.append(_table(
            f"PGV on several foldings, {name}",
            ["folding", "what", "window s", "sigma", "to the Pd line", "95 % by event",
             "rmse, events equal", "sigma below 6.8", "bias", "95 % by event", "in 68 %", "in 95 %",
             "bias from 6.8", "of the Pd line"], rows))
    return "\n".join(out)


def _rules(card):
    """What each rule for level 3 does on every folding, with the odds' gate of levels 3 and 4."""
    rows = []
    for folding in card["foldings"]:
        for variant in ("mixture", "networks alone"):
            for rule in folding[variant]["rules"]:
                whole, rest = rule["pooled"], rule["without_largest"]
                rows.append([
                    folding["seed"], variant, rule["probability"], rule["early_increase"],
                    *(whole[key] for key in ("in_time", "strong", "over", "near", "false", "quiet",
                                             "false_events", "lead_50_s")),
                    *(rest[key] for key in ("in_time", "strong", "over", "false"))])
    return _table(
        "Rules for level 3 on several foldings (right: without the largest event)",
        ["folding", "what", "probability", "more under 3 s", "in time", "of", "over", "of", "false",
         "of", "in events", "median lead", "in time", "of", "over", "false"], rows)


def _saturation(card):
    rows = card["crossValidation"]["saturation"]
    windows = list(card["crossValidation"]["windows"])
    return _table(
        "Saturation by window: mean error of the large and of the strong", ["of", "n", *windows],
        [[name, max(f["n"] for f in found.values()),
          *(found.get(seconds, {}).get("bias") for seconds in windows)]
         for name, found in rows.items() if found])


def _noise_days(card):
    found = card.get("noiseDays")
    if not found:
        return ""
    words = ("## Days of noise\n\n"
             f"{found['hours']} hours resampled from {found['hours_of_real_noise']} hours of real noise of"
             f" {len(found['hours_by_network'])} networks, {found['station_days']} station-days at"
             f" {found['mean_rate_hz']} Hz on average, disturbances of up to {found['largest_cm_s2']:g}"
             f" cm/s² added; seed {found['seed']}, made by `noise_days.py` with this file and its default"
             " policy. Bounds are Poisson's, 95 %.\n\n")
    levels = [[name, f["count"], f["upper_95_a_day"], f["predicted"], f["predicted_upper_95_a_day"],
               f["noise_alone"], f["noise_alone_upper_95_a_day"]]
              for name, f in found["alerts"].items()]
    kinds = [[kind, f.get("added", 0), f.get("picks", 0), *(
        cell for level in ("level1", "level2", "level3", "level4")
        for cell in (f.get(level, 0), f.get(level + "_predicted", 0)))]
        for kind, f in found["by_disturbance"].items()]
    return words + _table(
        "Alerts in those days",
        ["level", "events", "a day at most", "predicted", "a day at most", "behind noise alone",
         "a day at most"], levels) + "\n" + _table(
        "What was behind them",
        ["disturbance", "added", "picks", *(
            f"level {level}{kind}" for level in (1, 2, 3, 4) for kind in ("", ", predicted"))], kinds)


def _windows(card):
    out = []
    for title, windows in (
            ("Errors by window, cross-validated", card["crossValidation"]["windows"]),
            ("Errors on val of the twin fitted on train alone",
             card["trainedOnTrainOnly"]["windows"])):
        rows = []
        for seconds, heads in windows.items():
            pgv, size, far = heads["pgv"], heads["magnitude"], heads["distance"]
            if not pgv.get("n"):
                continue
            below, large = pgv.get("below_6.8", {}), pgv.get("from_6.8", {})
            small = size.get("below_6.8", {})
            rows.append([seconds, pgv["n"], pgv["sigma"], _range(pgv["sigma_95"]),
                         pgv["rmse_events_equal"], pgv["bias"], pgv.get("coverage_68"),
                         pgv.get("coverage_95"), below.get("sigma"), large.get("bias"),
                         small.get("rmse"), small.get("rmse_events_equal"), far.get("rmse"),
                         far.get("constant", {}).get("rmse")])
        out.append(_table(title, [
            "window s", "n", "PGV sigma", "95 % by event", "rmse, events equal", "bias",
            "in 68 %", "in 95 %", "sigma below 6.8", "bias from 6.8", "M rmse below 6.8",
            "events equal", "log R rmse", "of a constant"], rows))
    return "\n".join(out)


def _comparison(card):
    out = []
    for title, models in card["comparison"].items():
        rows = [[name, f["n"], f["sigma"], f["rmse"], f["rmse_events_equal"], f["to_line"]["ratio"],
                 _range(f["to_line"]["interval_95"])] for name, f in models.items()]
        out.append(_table(f"Compared: {title}",
                          ["model", "n", "sigma", "rmse", "rmse, events equal", "sigma to line", "95 %"],
                          rows))
    return "\n".join(out)


def _warnings(card):
    section, out = card["warning"], []
    chosen = section["chosen"]
    for title, rows in (("pooled", section["pooled"]),
                        (f"without {section['without']}", section["without_largest"])):
        out.append(_table(
            f"Warned in time at level 3, {title} (chosen: {chosen['probability']},"
            f" {chosen['early_increase']} more under 3 s)",
            ["probability", "more under 3 s", "in time", "late", "missed", "of", "over", "of", "false", "of",
             "lead 10 %", "median", "90 %"],
            [[r["probability"], r["early_increase"], r["in_time"], r["late"], r["missed"], r["strong"], r["over"],
              r["near"], r["false"], r["quiet"], r["lead_10_s"], r["lead_50_s"], r["lead_90_s"]]
             for r in rows]))
    return "\n".join(out)


def _gates(card):
    rows = card["warning"].get("strongGates", [])
    shown = lambda found: ", ".join(f"{kind} {count}" for kind, count in found.items())
    return _table(
        "What levels 3 and 4 ask of the probability of an earthquake, at the chosen rule",
        ["probability", "in time", "of", "over", "of", "false", "of", "median lead",
         "disturbances at level 3", "of", "which"],
        [[r["gate"], r["in_time"], r["strong"], r["over"], r["near"], r["false"], r["quiet"],
          r["lead_50_s"], sum(r["others_raised"].values()), r["others"], shown(r["others_raised"])]
         for r in rows])


def _bins(card):
    at = card["crossValidation"]["at_3_s"]
    out = [_table("PGV at 3 s, where is it worse?", ["bin", "n", "events", "bias", "sigma"],
                  [[name, f["n"], f["events"], f["bias"], f["sigma"]]
                   for name, f in at["pgv"].items()]),
           _table("Magnitude at 3 s", ["bin", "n", "rmse", "rmse of a constant"],
                  [[name, f["n"], f["rmse"], f["rmse_of_constant"]]
                   for name, f in at["magnitude"].items()])]
    return "\n".join(out)


def _odds(card):
    figures = card.get("earthquakeOdds")
    if not figures:
        return ""
    rows, gates = [], []
    for name, f in figures.items():
        if not name.endswith(" s"):
            continue
        rows.append([name, f["auc"], f["earthquakes_below_half"], f["others_above_half"],
                     f["blasts_auc"]])
        gates += [[name, gate, share["earthquakes"], share["others"]]
                  for gate, share in f["below_gate"].items()]
    left_out = figures["leave_one_network_out"]
    return "\n".join([
        _table("Earthquake or not", ["window", "AUC", "earthquakes below ½", "others above ½",
                                     "AUC against blasts"], rows),
        _table("What a gate holds back", ["window", "probability below", "of earthquakes",
                                          "of others"], gates),
        _table("Each network left out, 1 s",
               ["network", "records", "below ½", *(f"below {g}" for g in next(iter(
                   left_out.values()))["below_gate"])],
               [[n, f["records"], f["below_half"], *f["below_gate"].values()]
                for n, f in left_out.items()])])


def _learning(card):
    if "learningCurve" not in card:
        return ""
    return _table("Learning curve, 3 s", ["events", "PGV sigma", "rmse, events equal", "M rmse"],
                  [[p["events"], p["sigma"], p["rmse_events_equal"], p["magnitude_rmse"]]
                   for p in card["learningCurve"]])


def _quantised(card):
    return _table("What int8 changes", ["output", "rms", "largest"],
                  [[name, f["rms"], f["largest"]] for name, f in card["int8"].items()])
