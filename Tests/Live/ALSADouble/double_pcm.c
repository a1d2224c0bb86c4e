// A sound card for tests: a plugin that the real libasound loads, capturing counts from a file.
//
// The device's time runs at `speed` times the clock, from its first start on: frame n is taken n / rate
// seconds of device time after that. It captures whether or not anybody reads, unless it is patient:
// then it waits for a late reader, so that a run at speed loses only what it is told to lose. Stamps
// are the device's time; since libasound offers plugins no way to give them, this library stands in
// front of libasound (LD_PRELOAD) and answers snd_pcm_status_get_htstamp.
//
//   gcc -shared -fPIC -DPIC -o libalsa_double.so double_pcm.c double_ctl.c -lasound
//   pcm.NAME { type double file F rate R channels C speed S ... }   see `read_settings`
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <alsa/pcm_external.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>

// What a card keeps while nobody has it open; one card is enough for a test.
static struct {
  int64_t started_at;
  int64_t shift;
  int is_started;
  int overruns_made;
  int opens_refused;
  int is_gone;
  int64_t stamp;
  // How many frames anybody has read up to, through all openings.
  int64_t read_up_to;
} card;

typedef struct {
  snd_pcm_ioplug_t io;
  int timer;
  const int32_t *counts;
  int64_t frame_count;
  long rate, channels, jitter, patient;
  double speed;
  // Receives a line for each fault and for the first read behind it.
  FILE *log;
  // Frame after which to overrun, how many frames that loses, and how many times.
  long overrun_at, overrun_frames, overrun_count;
  // Frame from which on the card is stuck, for how many frames; frame at which it is unplugged, and
  // how many times opening it then fails.
  long stall_at, stall_frames, gone_at, gone_opens;
  // Frames that the driver knows of and has not put into memory yet.
  long delay_frames;
  int64_t start_frame, delivered;
  int has_read;
} double_pcm;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC_RAW, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int64_t frame_now(const double_pcm *pcm) {
  return (int64_t)((double)(now() - card.started_at) * 1e-9 * pcm->rate * pcm->speed) - card.shift;
}

// Wakes the reader after so many frames and then once a period; never, after none.
static void set_timer(double_pcm *pcm, int64_t first_frames) {
  double nanoseconds = 1e9 / pcm->io.rate / pcm->speed;
  int64_t first = (int64_t)(nanoseconds * first_frames);
  int64_t period = (int64_t)(nanoseconds * pcm->io.period_size);
  if (period < 100000) period = 100000;
  struct itimerspec timer = {
      {period / 1000000000, period % 1000000000}, {first / 1000000000, first % 1000000000}};
  timerfd_settime(pcm->timer, 0, &timer, NULL);
}

// `read LOST`: the first read after a start, so many frames behind the last one before it; `gone` and
// `overrun` FRAME.
static void say(const double_pcm *pcm, const char *word, int64_t number) {
  if (!pcm->log) return;
  fprintf(pcm->log, "%s %lld\n", word, (long long)number);
  fflush(pcm->log);
}

static int start(snd_pcm_ioplug_t *io) {
  double_pcm *pcm = io->private_data;
  if (!card.is_started) {
    card.is_started = 1;
    card.started_at = now();
  }
  pcm->start_frame = frame_now(pcm);
  if (pcm->patient && pcm->delivered > 0) {
    card.shift += pcm->start_frame - pcm->delivered;
    pcm->start_frame = pcm->delivered;
  }
  if (pcm->start_frame < pcm->delivered) pcm->start_frame = pcm->delivered;
  pcm->delivered = pcm->start_frame;
  pcm->has_read = 0;
  set_timer(pcm, (int64_t)io->period_size);
  return 0;
}

static int stop(snd_pcm_ioplug_t *io) {
  set_timer(io->private_data, 0);
  return 0;
}

// Frames captured since the start.
static snd_pcm_sframes_t pointer(snd_pcm_ioplug_t *io) {
  double_pcm *pcm = io->private_data;
  if (io->state != SND_PCM_STATE_RUNNING) return 0;
  int64_t frame = frame_now(pcm);
  if (card.overruns_made < pcm->overrun_count) {
    int64_t at = pcm->overrun_at * (card.overruns_made + 1);
    if (frame >= at) {
      // Everything up to `at` may have been read; the loss begins behind what was.
      card.overruns_made++;
      card.shift += frame_now(pcm) - (pcm->delivered + pcm->overrun_frames);
      pcm->delivered += pcm->overrun_frames;
      say(pcm, "overrun", frame);
      return -EPIPE;
    }
  }
  if (pcm->stall_frames > 0 && frame >= pcm->stall_at &&
      frame < pcm->stall_at + pcm->stall_frames)
    frame = pcm->stall_at;
  if (frame > pcm->frame_count) frame = pcm->frame_count;
  int64_t limit = pcm->delivered + (int64_t)io->buffer_size;
  if (frame > limit && pcm->patient) {
    card.shift += frame - limit;
    frame = limit;
  }
  if (frame > limit) return -EPIPE;
  if (frame < pcm->delivered) frame = pcm->delivered;
  card.stamp = card.started_at + (int64_t)((double)frame * 1e9 / pcm->rate) +
               (pcm->jitter ? rand() % pcm->jitter : 0);
  return frame - pcm->start_frame;
}

static void put(const double_pcm *pcm, char *to, int32_t count) {
  switch (pcm->io.format) {
    case SND_PCM_FORMAT_S16_LE: memcpy(to, &count, 2); break;
    case SND_PCM_FORMAT_S24_3LE: memcpy(to, &count, 3); break;
    case SND_PCM_FORMAT_S24_LE:
      // The fourth byte means nothing: real cards leave anything there.
      memcpy(to, &count, 3);
      to[3] = (char)0xA5;
      break;
    default: memcpy(to, &count, 4);
  }
}

static snd_pcm_sframes_t transfer(
    snd_pcm_ioplug_t *io, const snd_pcm_channel_area_t *areas, snd_pcm_uframes_t offset,
    snd_pcm_uframes_t size) {
  double_pcm *pcm = io->private_data;
  if (pcm->gone_at > 0 && !card.is_gone && pcm->delivered >= pcm->gone_at) {
    card.is_gone = 1;
    card.opens_refused = (int)pcm->gone_opens;
    say(pcm, "gone", pcm->delivered);
    return -ENODEV;
  }
  for (unsigned channel = 0; channel < io->channels; channel++) {
    char *to = (char *)areas[channel].addr +
               (areas[channel].first + offset * areas[channel].step) / 8;
    for (snd_pcm_uframes_t frame = 0; frame < size; frame++, to += areas[channel].step / 8)
      put(pcm, to, pcm->counts[(pcm->delivered + (int64_t)frame) * pcm->channels + channel]);
  }
  if (!pcm->has_read) say(pcm, "read", pcm->delivered - card.read_up_to);
  pcm->has_read = 1;
  pcm->delivered += (int64_t)size;
  card.read_up_to = pcm->delivered;
  return (snd_pcm_sframes_t)size;
}

static int revents(
    snd_pcm_ioplug_t *io, struct pollfd *polled, unsigned count, unsigned short *events) {
  (void)count;
  double_pcm *pcm = io->private_data;
  uint64_t ticks;
  if (read(pcm->timer, &ticks, sizeof ticks) < 0) ticks = 0;
  snd_pcm_sframes_t position = pointer(io);
  int has_frames = position < 0 || pcm->start_frame + position > pcm->delivered;
  // Nothing will come: a timer that went on would keep snd_pcm_wait from ever ending.
  int64_t stuck = pcm->stall_at + pcm->stall_frames - frame_now(pcm);
  if (!has_frames && pcm->delivered >= pcm->frame_count) set_timer(pcm, 0);
  else if (!has_frames && stuck > 0 && stuck <= pcm->stall_frames) set_timer(pcm, stuck);
  if (position < 0) snd_pcm_ioplug_set_state(io, SND_PCM_STATE_XRUN);
  *events = polled->revents & POLLIN && has_frames ? POLLIN : 0;
  return 0;
}

static int delay(snd_pcm_ioplug_t *io, snd_pcm_sframes_t *frames) {
  double_pcm *pcm = io->private_data;
  snd_pcm_sframes_t position = pointer(io);
  if (position < 0) return -EPIPE;
  *frames = pcm->start_frame + position - pcm->delivered + pcm->delay_frames;
  return 0;
}

static int close_pcm(snd_pcm_ioplug_t *io) {
  double_pcm *pcm = io->private_data;
  close(pcm->timer);
  if (pcm->log) fclose(pcm->log);
  if (pcm->counts) munmap((void *)pcm->counts, (size_t)(pcm->frame_count * pcm->channels * 4));
  free(pcm);
  return 0;
}

static const snd_pcm_ioplug_callback_t pcm_callbacks = {
    .start = start, .stop = stop, .pointer = pointer, .transfer = transfer, .close = close_pcm,
    .poll_revents = revents, .delay = delay};

static int load(double_pcm *pcm, const char *path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) return -errno;
  pcm->frame_count = status.st_size / 4 / pcm->channels;
  pcm->counts = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  return pcm->counts == MAP_FAILED ? -errno : 0;
}

static int read_settings(double_pcm *pcm, snd_config_t *settings, const char **path) {
  const char *log = NULL;
  struct { const char *name; long *value; } numbers[] = {
      {"rate", &pcm->rate}, {"channels", &pcm->channels}, {"jitter_ns", &pcm->jitter},
      {"patient", &pcm->patient}, {"overrun_at", &pcm->overrun_at},
      {"overrun_frames", &pcm->overrun_frames}, {"overrun_count", &pcm->overrun_count},
      {"stall_at", &pcm->stall_at}, {"stall_frames", &pcm->stall_frames},
      {"gone_at", &pcm->gone_at}, {"gone_opens", &pcm->gone_opens},
      {"delay_frames", &pcm->delay_frames}};
  snd_config_iterator_t place, next;
  snd_config_for_each(place, next, settings) {
    snd_config_t *setting = snd_config_iterator_entry(place);
    const char *name;
    if (snd_config_get_id(setting, &name) < 0 || !strcmp(name, "type") || !strcmp(name, "comment"))
      continue;
    if (!strcmp(name, "file")) {
      snd_config_get_string(setting, path);
      continue;
    }
    if (!strcmp(name, "log")) {
      snd_config_get_string(setting, &log);
      pcm->log = fopen(log, "a");
      continue;
    }
    if (!strcmp(name, "speed")) {
      snd_config_get_ireal(setting, &pcm->speed);
      continue;
    }
    size_t index = 0;
    while (index < sizeof numbers / sizeof *numbers && strcmp(name, numbers[index].name)) index++;
    if (index == sizeof numbers / sizeof *numbers) return -EINVAL;
    snd_config_get_integer(setting, numbers[index].value);
  }
  return *path ? 0 : -EINVAL;
}

static int allow(double_pcm *pcm) {
  static const unsigned access[] = {SND_PCM_ACCESS_RW_INTERLEAVED};
  static const unsigned formats[] = {
      SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE, SND_PCM_FORMAT_S32_LE};
  snd_pcm_ioplug_t *io = &pcm->io;
  unsigned rate = (unsigned)pcm->rate, channels = (unsigned)pcm->channels;
  snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_ACCESS, 1, access);
  snd_pcm_ioplug_set_param_list(io, SND_PCM_IOPLUG_HW_FORMAT, 4, formats);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_CHANNELS, channels, channels);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_RATE, rate, rate);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIOD_BYTES, 2, 1 << 20);
  snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_BUFFER_BYTES, 4, 1 << 24);
  return snd_pcm_ioplug_set_param_minmax(io, SND_PCM_IOPLUG_HW_PERIODS, 2, 65536);
}

SND_PCM_PLUGIN_DEFINE_FUNC(double) {
  (void)root;
  if (stream != SND_PCM_STREAM_CAPTURE) return -EINVAL;
  if (card.opens_refused > 0) {
    card.opens_refused--;
    return -ENODEV;
  }
  double_pcm *pcm = calloc(1, sizeof *pcm);
  const char *path = NULL;
  pcm->speed = 1;
  pcm->rate = 48000;
  pcm->channels = 1;
  int error = read_settings(pcm, conf, &path);
  if (error >= 0) error = load(pcm, path);
  if (error < 0) {
    free(pcm);
    return error;
  }
  pcm->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  pcm->io.version = SND_PCM_IOPLUG_VERSION;
  pcm->io.name = "double";
  pcm->io.poll_fd = pcm->timer;
  pcm->io.poll_events = POLLIN;
  pcm->io.callback = &pcm_callbacks;
  pcm->io.private_data = pcm;
  pcm->io.flags = SND_PCM_IOPLUG_FLAG_BOUNDARY_WA | SND_PCM_IOPLUG_FLAG_MONOTONIC;
  error = snd_pcm_ioplug_create(&pcm->io, name, stream, mode);
  if (error < 0) return error;
  error = allow(pcm);
  if (error < 0) return error;
  *pcmp = pcm->io.pcm;
  return 0;
}
SND_PCM_PLUGIN_SYMBOL(double);

void snd_pcm_status_get_htstamp(const snd_pcm_status_t *status, snd_htimestamp_t *stamp) {
  if (card.is_started) {
    stamp->tv_sec = card.stamp / 1000000000;
    stamp->tv_nsec = card.stamp % 1000000000;
    return;
  }
  void (*real)(const snd_pcm_status_t *, snd_htimestamp_t *) =
      (void (*)(const snd_pcm_status_t *, snd_htimestamp_t *))dlsym(
          RTLD_NEXT, "snd_pcm_status_get_htstamp");
  real(status, stamp);
}
