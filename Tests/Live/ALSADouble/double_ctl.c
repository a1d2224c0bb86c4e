// The controls of the sound card for tests: a gain with two values, a switch and an input.
//
//   ctl.NAME { type double file F }   the values stand in the file: left and right gain, switch, input;
//                                     whoever writes them there has turned a knob
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/control_external.h>
#include <stdio.h>
#include <stdlib.h>

enum { GAIN, SWITCH, INPUT, CONTROL_COUNT };
static const char *const names[] = {"ADC Capture Volume", "ADC Capture Switch", "ADC Input"};
static const char *const inputs[] = {"Line", "Microphone"};

typedef struct {
  snd_ctl_ext_t ext;
  char path[512];
  long known[4];
} double_ctl;

// The values as they stand in the file: left and right gain, switch, input.
static void read_values(const double_ctl *ctl, long values[4]) {
  FILE *file = fopen(ctl->path, "r");
  if (!file || fscanf(file, "%ld %ld %ld %ld", values, values + 1, values + 2, values + 3) != 4)
    memset(values, 0, 4 * sizeof *values);
  if (file) fclose(file);
}

static int write_value(double_ctl *ctl, int first, const long *values, int count) {
  long all[4];
  read_values(ctl, all);
  memcpy(all + first, values, (size_t)count * sizeof *values);
  FILE *file = fopen(ctl->path, "w");
  if (!file) return -EIO;
  fprintf(file, "%ld %ld %ld %ld\n", all[0], all[1], all[2], all[3]);
  fclose(file);
  return 1;
}

static int control_count(snd_ctl_ext_t *ext) {
  (void)ext;
  return CONTROL_COUNT;
}

static int control_list(snd_ctl_ext_t *ext, unsigned offset, snd_ctl_elem_id_t *id) {
  (void)ext;
  snd_ctl_elem_id_set_interface(id, SND_CTL_ELEM_IFACE_MIXER);
  snd_ctl_elem_id_set_name(id, names[offset]);
  snd_ctl_elem_id_set_numid(id, offset + 1);
  return 0;
}

static snd_ctl_ext_key_t control_find(snd_ctl_ext_t *ext, const snd_ctl_elem_id_t *id) {
  (void)ext;
  unsigned number = snd_ctl_elem_id_get_numid(id);
  if (number > 0 && number <= CONTROL_COUNT) return number - 1;
  for (int key = 0; key < CONTROL_COUNT; key++)
    if (!strcmp(snd_ctl_elem_id_get_name(id), names[key]) && snd_ctl_elem_id_get_index(id) == 0)
      return (snd_ctl_ext_key_t)key;
  return SND_CTL_EXT_KEY_NOT_FOUND;
}

static int attribute(
    snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, int *type, unsigned *access, unsigned *count) {
  (void)ext;
  static const int types[] = {
      SND_CTL_ELEM_TYPE_INTEGER, SND_CTL_ELEM_TYPE_BOOLEAN, SND_CTL_ELEM_TYPE_ENUMERATED};
  *type = types[key];
  *access = SND_CTL_EXT_ACCESS_READWRITE;
  *count = key == GAIN ? 2 : 1;
  return 0;
}

static int integer_info(
    snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *least, long *most, long *step) {
  (void)ext, (void)key;
  *least = 0;
  *most = 40;
  *step = 1;
  return 0;
}

static int item_count(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, unsigned *count) {
  (void)ext, (void)key;
  *count = 2;
  return 0;
}

static int item_name(
    snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, unsigned item, char *text, size_t capacity) {
  (void)ext, (void)key;
  snprintf(text, capacity, "%s", inputs[item]);
  return 0;
}

static int read_integer(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *value) {
  long values[4];
  read_values(ext->private_data, values);
  if (key == GAIN) memcpy(value, values, 2 * sizeof *value);
  else *value = values[2];
  return 0;
}

static int read_item(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, unsigned *item) {
  (void)key;
  long values[4];
  read_values(ext->private_data, values);
  *item = (unsigned)values[3];
  return 0;
}

static int write_integer(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, long *value) {
  return write_value(ext->private_data, key == GAIN ? 0 : 2, value, key == GAIN ? 2 : 1);
}

static int write_item(snd_ctl_ext_t *ext, snd_ctl_ext_key_t key, unsigned *item) {
  (void)key;
  long value = *item;
  return write_value(ext->private_data, 3, &value, 1);
}

static int read_event(snd_ctl_ext_t *ext, snd_ctl_elem_id_t *id, unsigned *mask) {
  double_ctl *ctl = ext->private_data;
  long values[4];
  read_values(ctl, values);
  static const int keys[] = {GAIN, GAIN, SWITCH, INPUT};
  for (int place = 0; place < 4; place++) {
    if (values[place] == ctl->known[place]) continue;
    ctl->known[place] = values[place];
    control_list(ext, (unsigned)keys[place], id);
    *mask = SND_CTL_EVENT_MASK_VALUE;
    return 1;
  }
  return -EAGAIN;
}

static void close_ctl(snd_ctl_ext_t *ext) { free(ext->private_data); }

static const snd_ctl_ext_callback_t ctl_callbacks = {
    .close = close_ctl, .elem_count = control_count, .elem_list = control_list,
    .find_elem = control_find, .get_attribute = attribute, .get_integer_info = integer_info,
    .get_enumerated_info = item_count, .get_enumerated_name = item_name,
    .read_integer = read_integer, .read_enumerated = read_item, .write_integer = write_integer,
    .write_enumerated = write_item, .read_event = read_event};

SND_CTL_PLUGIN_DEFINE_FUNC(double) {
  (void)root;
  const char *path;
  snd_config_t *file;
  if (snd_config_search(conf, "file", &file) < 0 || snd_config_get_string(file, &path) < 0)
    return -EINVAL;
  double_ctl *ctl = calloc(1, sizeof *ctl);
  snprintf(ctl->path, sizeof ctl->path, "%s", path);
  read_values(ctl, ctl->known);
  ctl->ext.version = SND_CTL_EXT_VERSION;
  ctl->ext.card_idx = 0;
  strcpy(ctl->ext.id, "double");
  strcpy(ctl->ext.driver, "double");
  strcpy(ctl->ext.name, "double");
  strcpy(ctl->ext.longname, "double");
  strcpy(ctl->ext.mixername, "double");
  ctl->ext.poll_fd = -1;
  ctl->ext.callback = &ctl_callbacks;
  ctl->ext.private_data = ctl;
  int error = snd_ctl_ext_create(&ctl->ext, name, mode);
  if (error < 0) return error;
  *handlep = ctl->ext.handle;
  return 0;
}
SND_CTL_PLUGIN_SYMBOL(double);
