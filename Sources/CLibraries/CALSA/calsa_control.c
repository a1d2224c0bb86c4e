#include "calsa_control.h"

#include <alsa/asoundlib.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct calsa_card {
  snd_ctl_t *ctl;
  snd_ctl_event_t *event;
  snd_ctl_elem_info_t *info;
  snd_ctl_elem_value_t *value;
};

int32_t calsa_card_open(const char *name, calsa_card **card) {
  calsa_card *opened = calloc(1, sizeof *opened);
  if (!opened) return -ENOMEM;
  int error;
  if ((error = snd_ctl_event_malloc(&opened->event)) < 0 ||
      (error = snd_ctl_elem_info_malloc(&opened->info)) < 0 ||
      (error = snd_ctl_elem_value_malloc(&opened->value)) < 0 ||
      (error = snd_ctl_open(&opened->ctl, name, SND_CTL_NONBLOCK)) < 0) {
    calsa_card_close(opened);
    return error;
  }
  *card = opened;
  return 0;
}

void calsa_card_close(calsa_card *card) {
  if (!card) return;
  if (card->ctl) snd_ctl_close(card->ctl);
  if (card->event) snd_ctl_event_free(card->event);
  if (card->info) snd_ctl_elem_info_free(card->info);
  if (card->value) snd_ctl_elem_value_free(card->value);
  free(card);
}

static int32_t kind_of(snd_ctl_elem_type_t type) {
  switch (type) {
    case SND_CTL_ELEM_TYPE_BOOLEAN: return CALSA_CONTROL_BOOLEAN;
    case SND_CTL_ELEM_TYPE_INTEGER:
    case SND_CTL_ELEM_TYPE_INTEGER64: return CALSA_CONTROL_INTEGER;
    case SND_CTL_ELEM_TYPE_ENUMERATED: return CALSA_CONTROL_ENUMERATED;
    default: return CALSA_CONTROL_OTHER;
  }
}

// Fills `card->info` with what the card knows of a control.
static int inform(calsa_card *card, const char *name, uint32_t index, uint32_t item) {
  snd_ctl_elem_info_clear(card->info);
  snd_ctl_elem_info_set_interface(card->info, SND_CTL_ELEM_IFACE_MIXER);
  snd_ctl_elem_info_set_name(card->info, name);
  snd_ctl_elem_info_set_index(card->info, index);
  snd_ctl_elem_info_set_item(card->info, item);
  return snd_ctl_elem_info(card->ctl, card->info);
}

int32_t calsa_control_find(
    calsa_card *card, const char *name, uint32_t index, calsa_control *control) {
  if (!*name || strlen(name) >= sizeof control->name) return -ENOENT;
  int error = inform(card, name, index, 0);
  if (error < 0) return error;
  snd_ctl_elem_type_t type = snd_ctl_elem_info_get_type(card->info);
  *control = (calsa_control){
      .index = index,
      .kind = kind_of(type),
      .value_count = snd_ctl_elem_info_get_count(card->info),
      .maximum = 1};
  memcpy(control->name, name, strlen(name) + 1);
  if (type == SND_CTL_ELEM_TYPE_INTEGER) {
    control->minimum = snd_ctl_elem_info_get_min(card->info);
    control->maximum = snd_ctl_elem_info_get_max(card->info);
  } else if (type == SND_CTL_ELEM_TYPE_INTEGER64) {
    control->minimum = snd_ctl_elem_info_get_min64(card->info);
    control->maximum = snd_ctl_elem_info_get_max64(card->info);
  } else if (type == SND_CTL_ELEM_TYPE_ENUMERATED) {
    control->item_count = snd_ctl_elem_info_get_items(card->info);
    control->maximum = (int64_t)control->item_count - 1;
  }
  return 0;
}

int32_t calsa_control_item(
    calsa_card *card, const calsa_control *control, uint32_t item, char *text, int64_t capacity) {
  int error = inform(card, control->name, control->index, item);
  if (error < 0) return error;
  const char *name = snd_ctl_elem_info_get_item_name(card->info);
  size_t length = strlen(name);
  if ((int64_t)length >= capacity) length = (size_t)capacity - 1;
  memcpy(text, name, length);
  text[length] = 0;
  return 0;
}

// Reads all of a control's values into `card->value`, and finds its type.
static int read_values(calsa_card *card, const calsa_control *control, snd_ctl_elem_type_t *type) {
  int error = inform(card, control->name, control->index, 0);
  if (error < 0) return error;
  *type = snd_ctl_elem_info_get_type(card->info);
  snd_ctl_elem_value_clear(card->value);
  snd_ctl_elem_value_set_interface(card->value, SND_CTL_ELEM_IFACE_MIXER);
  snd_ctl_elem_value_set_name(card->value, control->name);
  snd_ctl_elem_value_set_index(card->value, control->index);
  return snd_ctl_elem_read(card->ctl, card->value);
}

int32_t calsa_control_write(calsa_card *card, const calsa_control *control, int64_t value) {
  snd_ctl_elem_type_t type;
  int error = read_values(card, control, &type);
  if (error < 0) return error;
  for (unsigned int position = 0; position < control->value_count; position++) {
    switch (type) {
      case SND_CTL_ELEM_TYPE_BOOLEAN:
        snd_ctl_elem_value_set_boolean(card->value, position, value);
        break;
      case SND_CTL_ELEM_TYPE_INTEGER:
        snd_ctl_elem_value_set_integer(card->value, position, value);
        break;
      case SND_CTL_ELEM_TYPE_INTEGER64:
        snd_ctl_elem_value_set_integer64(card->value, position, value);
        break;
      case SND_CTL_ELEM_TYPE_ENUMERATED:
        snd_ctl_elem_value_set_enumerated(card->value, position, (unsigned int)value);
        break;
      default: return -EINVAL;
    }
  }
  error = snd_ctl_elem_write(card->ctl, card->value);
  return error < 0 ? error : 0;
}

int32_t calsa_control_read(
    calsa_card *card, const calsa_control *control, uint32_t position, int64_t *value) {
  snd_ctl_elem_type_t type;
  int error = read_values(card, control, &type);
  if (error < 0) return error;
  switch (type) {
    case SND_CTL_ELEM_TYPE_BOOLEAN:
      *value = snd_ctl_elem_value_get_boolean(card->value, position);
      return 0;
    case SND_CTL_ELEM_TYPE_INTEGER:
      *value = snd_ctl_elem_value_get_integer(card->value, position);
      return 0;
    case SND_CTL_ELEM_TYPE_INTEGER64:
      *value = snd_ctl_elem_value_get_integer64(card->value, position);
      return 0;
    case SND_CTL_ELEM_TYPE_ENUMERATED:
      *value = snd_ctl_elem_value_get_enumerated(card->value, position);
      return 0;
    default: return -EINVAL;
  }
}

int32_t calsa_card_watch(calsa_card *card) {
  int error = snd_ctl_subscribe_events(card->ctl, 1);
  return error < 0 ? error : 0;
}

int32_t calsa_card_changed(calsa_card *card) {
  int32_t changed = 0;
  // Bounded: a card that never stops telling is looked at again with the next block.
  for (int count = 0; count < 64; count++) {
    int result = snd_ctl_read(card->ctl, card->event);
    if (result == -EAGAIN || result == 0) break;
    if (result < 0) return result;
    if (snd_ctl_event_get_type(card->event) != SND_CTL_EVENT_ELEM) continue;
    unsigned int mask = snd_ctl_event_elem_get_mask(card->event);
    if (mask == SND_CTL_EVENT_MASK_REMOVE || mask & SND_CTL_EVENT_MASK_VALUE) changed = 1;
  }
  return changed;
}
