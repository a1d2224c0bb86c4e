#include "calsa_capture.h"

#include <alsa/asoundlib.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct calsa_capture {
  snd_pcm_t *pcm;
  snd_pcm_status_t *status;
};

static const snd_pcm_format_t formats[] = {
    SND_PCM_FORMAT_S16_LE, SND_PCM_FORMAT_S24_3LE, SND_PCM_FORMAT_S24_LE, SND_PCM_FORMAT_S32_LE};

// Asks for each parameter in turn until one is refused; `step` then names it.
static int ask_hardware(
    snd_pcm_t *pcm, snd_pcm_hw_params_t *wanted, const calsa_settings *settings,
    const char **step) {
  snd_pcm_uframes_t period = settings->period_frames, buffer = settings->buffer_frames;
  int error;
  *step = "device";
  if ((error = snd_pcm_hw_params_any(pcm, wanted)) < 0) return error;
  *step = "access";
  error = snd_pcm_hw_params_set_access(pcm, wanted, SND_PCM_ACCESS_RW_INTERLEAVED);
  if (error < 0) return error;
  *step = "format";
  error = snd_pcm_hw_params_set_format(pcm, wanted, formats[settings->format]);
  if (error < 0) return error;
  *step = "captureChannelCount";
  error = snd_pcm_hw_params_set_channels(pcm, wanted, settings->channel_count);
  if (error < 0) return error;
  *step = "captureRateHertz";
  // No resampling behind our back: the counts must be the converter's own.
  if ((error = snd_pcm_hw_params_set_rate_resample(pcm, wanted, 0)) < 0) return error;
  if ((error = snd_pcm_hw_params_set_rate(pcm, wanted, settings->rate_hertz, 0)) < 0) return error;
  *step = "periodFrames";
  error = snd_pcm_hw_params_set_period_size_near(pcm, wanted, &period, NULL);
  if (error < 0) return error;
  *step = "bufferFrames";
  error = snd_pcm_hw_params_set_buffer_size_near(pcm, wanted, &buffer);
  return error < 0 ? error : snd_pcm_hw_params(pcm, wanted);
}

static int set_hardware(snd_pcm_t *pcm, calsa_settings *settings, const char **step) {
  snd_pcm_hw_params_t *wanted;
  int error = snd_pcm_hw_params_malloc(&wanted);
  if (error < 0) return error;
  error = ask_hardware(pcm, wanted, settings, step);
  if (error >= 0) {
    snd_pcm_uframes_t period = 0, buffer = 0;
    snd_pcm_hw_params_get_period_size(wanted, &period, NULL);
    snd_pcm_hw_params_get_buffer_size(wanted, &buffer);
    settings->period_frames = (uint32_t)period;
    settings->buffer_frames = (uint32_t)buffer;
  }
  snd_pcm_hw_params_free(wanted);
  return error;
}

static int ask_software(
    snd_pcm_t *pcm, snd_pcm_sw_params_t *wanted, const calsa_settings *settings,
    snd_pcm_tstamp_type_t clock) {
  int error = snd_pcm_sw_params_current(pcm, wanted);
  if (error < 0) return error;
  error = snd_pcm_sw_params_set_avail_min(pcm, wanted, settings->period_frames);
  if (error < 0) return error;
  error = snd_pcm_sw_params_set_tstamp_mode(pcm, wanted, SND_PCM_TSTAMP_ENABLE);
  if (error < 0) return error;
  error = snd_pcm_sw_params_set_tstamp_type(pcm, wanted, clock);
  return error < 0 ? error : snd_pcm_sw_params(pcm, wanted);
}

static int set_software(snd_pcm_t *pcm, calsa_settings *settings, const char **step) {
  snd_pcm_sw_params_t *wanted;
  int error = snd_pcm_sw_params_malloc(&wanted);
  if (error < 0) return error;
  *step = "time stamps";
  error = ask_software(pcm, wanted, settings, SND_PCM_TSTAMP_TYPE_MONOTONIC_RAW);
  settings->stamps_are_raw = error >= 0;
  if (error < 0) error = ask_software(pcm, wanted, settings, SND_PCM_TSTAMP_TYPE_MONOTONIC);
  snd_pcm_sw_params_free(wanted);
  return error;
}

int32_t calsa_capture_open(
    const char *device, calsa_settings *settings, calsa_capture **capture, const char **step) {
  *step = "memory";
  calsa_capture *opened = calloc(1, sizeof *opened);
  if (!opened) return -ENOMEM;
  int error = snd_pcm_status_malloc(&opened->status);
  if (error >= 0) {
    *step = "device";
    error = snd_pcm_open(&opened->pcm, device, SND_PCM_STREAM_CAPTURE, SND_PCM_NONBLOCK);
  }
  if (error >= 0) error = set_hardware(opened->pcm, settings, step);
  if (error >= 0) error = set_software(opened->pcm, settings, step);
  if (error < 0) {
    calsa_capture_close(opened);
    return error;
  }
  *capture = opened;
  return 0;
}

void calsa_capture_close(calsa_capture *capture) {
  if (!capture) return;
  if (capture->pcm) snd_pcm_close(capture->pcm);
  if (capture->status) snd_pcm_status_free(capture->status);
  free(capture);
}

int32_t calsa_capture_start(calsa_capture *capture) {
  int error = snd_pcm_prepare(capture->pcm);
  return error < 0 ? error : snd_pcm_start(capture->pcm);
}

int32_t calsa_capture_resume(calsa_capture *capture) { return snd_pcm_resume(capture->pcm); }

int32_t calsa_capture_wait(calsa_capture *capture, int32_t milliseconds) {
  return snd_pcm_wait(capture->pcm, milliseconds);
}

int64_t calsa_capture_read(calsa_capture *capture, void *bytes, int64_t frames) {
  snd_pcm_sframes_t count = snd_pcm_readi(capture->pcm, bytes, (snd_pcm_uframes_t)frames);
  return count == -EAGAIN ? 0 : count;
}

int32_t calsa_capture_position(calsa_capture *capture, calsa_position *position) {
  int error = snd_pcm_status(capture->pcm, capture->status);
  if (error < 0) return error;
  snd_htimestamp_t stamp;
  snd_pcm_status_get_htstamp(capture->status, &stamp);
  position->stamp_nanoseconds = (int64_t)stamp.tv_sec * 1000000000 + stamp.tv_nsec;
  position->available_frames = (int64_t)snd_pcm_status_get_avail(capture->status);
  position->delay_frames = snd_pcm_status_get_delay(capture->status);
  position->is_running = snd_pcm_status_get_state(capture->status) == SND_PCM_STATE_RUNNING;
  return 0;
}

int32_t calsa_capture_card(calsa_capture *capture, char *text, int64_t capacity) {
  snd_pcm_info_t *info;
  int error = snd_pcm_info_malloc(&info);
  if (error < 0) return error;
  int card = -1;
  error = snd_pcm_info(capture->pcm, info);
  if (error >= 0) card = snd_pcm_info_get_card(info);
  snd_pcm_info_free(info);
  if (error < 0) return error;
  if (card < 0) return -ENODEV;
  snprintf(text, (size_t)capacity, "hw:%d", card);
  return 0;
}

const char *calsa_error_text(int32_t error) { return snd_strerror(error); }

static void say_nothing(
    const char *file, int line, const char *function, int error, const char *format, ...) {
  (void)file, (void)line, (void)function, (void)error, (void)format;
}

void calsa_silence(void) { snd_lib_error_set_handler(say_nothing); }
