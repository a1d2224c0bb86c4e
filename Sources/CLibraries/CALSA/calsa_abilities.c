#include "calsa_abilities.h"

#include <alsa/asoundlib.h>

#include "calsa_capture.h"

static const struct {
  snd_pcm_format_t format;
  uint32_t number;
} formats[] = {
    {SND_PCM_FORMAT_S16_LE, CALSA_FORMAT_S16},
    {SND_PCM_FORMAT_S24_3LE, CALSA_FORMAT_S24_3},
    {SND_PCM_FORMAT_S24_LE, CALSA_FORMAT_S24},
    {SND_PCM_FORMAT_S32_LE, CALSA_FORMAT_S32},
};

static int ask(snd_pcm_t *pcm, snd_pcm_hw_params_t *any, calsa_abilities *abilities) {
  calsa_abilities asked = {0};
  int error = snd_pcm_hw_params_any(pcm, any);
  if (error < 0) return error;
  if ((error = snd_pcm_hw_params_set_rate_resample(pcm, any, 0)) < 0) return error;
  int side = 0;
  error = snd_pcm_hw_params_get_rate_min(any, &asked.rate_min_hertz, &side);
  if (error < 0) return error;
  // A bound may be open: above its minimum, or below its maximum.
  if (side > 0) asked.rate_min_hertz++;
  error = snd_pcm_hw_params_get_rate_max(any, &asked.rate_max_hertz, &side);
  if (error < 0) return error;
  if (side < 0) asked.rate_max_hertz--;
  if ((error = snd_pcm_hw_params_get_channels_min(any, &asked.channel_count_min)) < 0) return error;
  if ((error = snd_pcm_hw_params_get_channels_max(any, &asked.channel_count_max)) < 0) return error;
  for (size_t index = 0; index < sizeof formats / sizeof *formats; index++) {
    if (snd_pcm_hw_params_test_format(pcm, any, formats[index].format) == 0)
      asked.formats |= 1u << formats[index].number;
  }
  *abilities = asked;
  return 0;
}

int32_t calsa_abilities_of(const char *device, calsa_abilities *abilities) {
  snd_pcm_t *pcm;
  int error = snd_pcm_open(&pcm, device, SND_PCM_STREAM_CAPTURE, SND_PCM_NONBLOCK);
  if (error < 0) return error;
  snd_pcm_hw_params_t *any;
  error = snd_pcm_hw_params_malloc(&any);
  if (error >= 0) {
    error = ask(pcm, any, abilities);
    snd_pcm_hw_params_free(any);
  }
  snd_pcm_close(pcm);
  return error < 0 ? error : 0;
}
