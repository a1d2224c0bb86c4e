#pragma once
// Nothing to call: the functions of plain_text.c are called by Swift's library, by their names.
