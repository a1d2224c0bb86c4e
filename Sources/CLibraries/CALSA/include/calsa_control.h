#pragma once
#include <stdint.h>

// The controls of a sound card: gains, switches and inputs, as `amixer controls` lists them.

typedef struct calsa_card calsa_card;

enum {
  CALSA_CONTROL_BOOLEAN = 0,
  CALSA_CONTROL_INTEGER = 1,
  CALSA_CONTROL_ENUMERATED = 2,
  /// Bytes, IEC 958 status and the like.
  CALSA_CONTROL_OTHER = 3,
};

/// What a control takes.
typedef struct {
  /// Which control: the kernel's name, which is shorter, and the index.
  char name[64];
  uint32_t index;
  int32_t kind;
  /// How many values it has, one for each channel in most cases.
  uint32_t value_count;
  /// Of integers: the range.
  int64_t minimum;
  int64_t maximum;
  /// Of an enumeration: how many words.
  uint32_t item_count;
} calsa_control;

/// Opens a card's controls, such as those of "hw:1"; reads never wait.
int32_t calsa_card_open(const char *_Nonnull name, calsa_card *_Nullable *_Nonnull card);
/// Frees; does nothing with NULL.
void calsa_card_close(calsa_card *_Nullable card);
/// Finds a control of the mixer by name and index.
int32_t calsa_control_find(
    calsa_card *_Nonnull card, const char *_Nonnull name, uint32_t index,
    calsa_control *_Nonnull control);
/// One word of an enumeration; 0 or an error.
int32_t calsa_control_item(
    calsa_card *_Nonnull card, const calsa_control *_Nonnull control, uint32_t item,
    char *_Nonnull text, int64_t capacity);
/// Sets every value of a control to the same number: a switch, an integer or an item.
int32_t calsa_control_write(
    calsa_card *_Nonnull card, const calsa_control *_Nonnull control, int64_t value);
/// Reads one of a control's values.
int32_t calsa_control_read(
    calsa_card *_Nonnull card, const calsa_control *_Nonnull control, uint32_t position,
    int64_t *_Nonnull value);
/// Asks the card to tell of every control that anybody changes.
int32_t calsa_card_watch(calsa_card *_Nonnull card);
/// Takes what the card has told since the last call, without waiting: 1 when some control's value
/// changed, 0 when none did.
int32_t calsa_card_changed(calsa_card *_Nonnull card);
