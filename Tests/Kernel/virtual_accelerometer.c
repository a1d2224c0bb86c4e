// A user-space HID sensor "Accelerometer 3D" (uhid), of which the kernel's hid-sensor-accel-3d makes a
// real industrial I/O device, accel_3d: three values of 32 bits, a time stamp, a trigger of its own.
//
//   virtual_accelerometer COUNTS RATE_HERTZ
//
// COUNTS holds frames of three little-endian 32-bit counts (x, y, z). From the moment the kernel turns
// the sensor on, the frames of the first second go round at the rate; from SIGUSR1 on all of them come,
// and after the last nothing.
#include <errno.h>
#include <fcntl.h>
#include <linux/uhid.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

// The HID sensor usages of the report descriptor: reporting state, power state, report interval and
// sensitivity as a feature; the sensor's state and three axes as input (HID usage tables, page 0x20).
static const uint8_t descriptor[] = {
    0x05, 0x20, 0x09, 0x73, 0xA1, 0x00, 0x85, 0x01,
    // Feature: reporting state, six choices.
    0x05, 0x20, 0x0A, 0x16, 0x03, 0x15, 0x00, 0x25, 0x05, 0x75, 0x08, 0x95, 0x01, 0xA1, 0x02,
    0x0A, 0x40, 0x08, 0x0A, 0x41, 0x08, 0x0A, 0x42, 0x08, 0x0A, 0x43, 0x08, 0x0A, 0x44, 0x08,
    0x0A, 0x45, 0x08, 0xB1, 0x00, 0xC0,
    // Feature: power state, six choices.
    0x0A, 0x19, 0x03, 0x15, 0x00, 0x25, 0x05, 0x75, 0x08, 0x95, 0x01, 0xA1, 0x02,
    0x0A, 0x50, 0x08, 0x0A, 0x51, 0x08, 0x0A, 0x52, 0x08, 0x0A, 0x53, 0x08, 0x0A, 0x54, 0x08,
    0x0A, 0x55, 0x08, 0xB1, 0x00, 0xC0,
    // Feature: report interval in milliseconds, 32 bits.
    0x0A, 0x0E, 0x03, 0x15, 0x00, 0x27, 0xFF, 0xFF, 0xFF, 0x7F, 0x75, 0x20, 0x95, 0x01, 0x55, 0x00,
    0xB1, 0x02,
    // Feature: change sensitivity, 16 bits.
    0x0A, 0x52, 0x14, 0x15, 0x00, 0x26, 0xFF, 0x7F, 0x75, 0x10, 0x95, 0x01, 0x55, 0x0E, 0xB1, 0x02,
    // Input: the sensor's state, seven choices.
    0x05, 0x20, 0x0A, 0x01, 0x02, 0x15, 0x00, 0x25, 0x06, 0x75, 0x08, 0x95, 0x01, 0xA1, 0x02,
    0x0A, 0x00, 0x08, 0x0A, 0x01, 0x08, 0x0A, 0x02, 0x08, 0x0A, 0x03, 0x08, 0x0A, 0x04, 0x08,
    0x0A, 0x05, 0x08, 0x0A, 0x06, 0x08, 0x81, 0x00, 0xC0,
    // Input: acceleration of x, y and z, 32 bits each.
    0x0A, 0x53, 0x04, 0x17, 0x00, 0x00, 0x00, 0x80, 0x27, 0xFF, 0xFF, 0xFF, 0x7F, 0x75, 0x20, 0x95,
    0x01, 0x55, 0x0D, 0x81, 0x02,
    0x0A, 0x54, 0x04, 0x17, 0x00, 0x00, 0x00, 0x80, 0x27, 0xFF, 0xFF, 0xFF, 0x7F, 0x75, 0x20, 0x95,
    0x01, 0x55, 0x0D, 0x81, 0x02,
    0x0A, 0x55, 0x04, 0x17, 0x00, 0x00, 0x00, 0x80, 0x27, 0xFF, 0xFF, 0xFF, 0x7F, 0x75, 0x20, 0x95,
    0x01, 0x55, 0x0D, 0x81, 0x02, 0xC0};

// The feature report. As the kernel's hid-sensor-hub writes them, choices count from 1: reporting 1 is "no
// events" and 2 "all events", power 2 "full power" and 6 "off".
struct __attribute__((packed)) feature {
  uint8_t report, reporting_state, power_state;
  uint32_t interval_milliseconds;
  uint16_t sensitivity;
};

// The input report.
struct __attribute__((packed)) sample {
  uint8_t report, state;
  int32_t counts[3];
};

static struct feature feature = {1, 1, 6, 10, 0};
static struct sample newest = {1, 2, {0, 0, 0}};

static void fail(const char *words) {
  perror(words);
  exit(1);
}

static void tell(int device, const struct uhid_event *event) {
  if (write(device, event, sizeof *event) < 0) fail("virtual_accelerometer: uhid");
}

static void create(int device) {
  static struct uhid_event event = {.type = UHID_CREATE2};
  struct uhid_create2_req *request = &event.u.create2;
  strcpy((char *)request->name, "virtual accelerometer");
  memcpy(request->rd_data, descriptor, sizeof descriptor);
  request->rd_size = sizeof descriptor;
  request->bus = 3;  // USB
  request->vendor = 0x1209;
  request->product = 1;
  tell(device, &event);
}

static void give(int device) {
  static struct uhid_event event = {.type = UHID_INPUT2};
  event.u.input2.size = sizeof newest;
  memcpy(event.u.input2.data, &newest, sizeof newest);
  tell(device, &event);
}

static void answer(int device) {
  static struct uhid_event event, reply;
  if (read(device, &event, sizeof event) < 0) fail("virtual_accelerometer: uhid");
  memset(&reply, 0, sizeof reply);
  if (event.type == UHID_GET_REPORT) {
    int is_feature = event.u.get_report.rtype == UHID_FEATURE_REPORT;
    reply.type = UHID_GET_REPORT_REPLY;
    reply.u.get_report_reply.id = event.u.get_report.id;
    reply.u.get_report_reply.size = is_feature ? sizeof feature : sizeof newest;
    memcpy(
        reply.u.get_report_reply.data, is_feature ? (void *)&feature : (void *)&newest,
        reply.u.get_report_reply.size);
    tell(device, &reply);
  } else if (event.type == UHID_SET_REPORT) {
    if (event.u.set_report.size == sizeof feature)
      memcpy(&feature, event.u.set_report.data, sizeof feature);
    reply.type = UHID_SET_REPORT_REPLY;
    reply.u.set_report_reply.id = event.u.set_report.id;
    tell(device, &reply);
  }
}

static int is_on(void) { return feature.reporting_state == 2 && feature.power_state == 2; }

static void start_clock(int timer, long rate) {
  long period = 1000000000 / rate;
  struct itimerspec times = {{0, period}, {0, period}};
  if (timerfd_settime(timer, 0, &times, NULL) < 0) fail("virtual_accelerometer: timer");
}

static volatile sig_atomic_t is_playing;

static void play(int number) {
  (void)number;
  is_playing = 1;
}

// Until SIGUSR1 the first second goes round; then all frames from the first on.
static int next_frame(FILE *frames, long rate) {
  static int was_playing;
  if (is_playing != was_playing || (!is_playing && ftell(frames) >= rate * (long)sizeof newest.counts))
    rewind(frames);
  was_playing = is_playing;
  return fread(newest.counts, sizeof newest.counts, 1, frames) == 1;
}

int main(int count, char **words) {
  FILE *frames = count == 3 ? fopen(words[1], "rb") : NULL;
  if (!frames) fail("virtual_accelerometer COUNTS RATE_HERTZ");
  int device = open("/dev/uhid", O_RDWR | O_CLOEXEC);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  if (device < 0 || timer < 0) fail("virtual_accelerometer: /dev/uhid");
  struct sigaction action = {.sa_handler = play, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  create(device);
  int was_on = 0;
  long given = 0;
  for (;;) {
    struct pollfd wanted[] = {{device, POLLIN, 0}, {timer, POLLIN, 0}};
    if (poll(wanted, 2, -1) < 0) {
      if (errno != EINTR) fail("virtual_accelerometer: poll");
      continue;
    }
    if (wanted[0].revents & POLLIN) answer(device);
    if (!was_on && is_on()) {
      was_on = 1;
      start_clock(timer, atol(words[2]));
      fprintf(stderr, "virtual_accelerometer: on, every %u ms\n", feature.interval_milliseconds);
    }
    uint64_t due = 0;
    if ((wanted[1].revents & POLLIN) && read(timer, &due, sizeof due) != sizeof due) due = 0;
    for (; due > 0 && next_frame(frames, atol(words[2])); due--) {
      give(device);
      given += is_playing;
    }
    if (due > 0 && given > 0) {
      fprintf(stderr, "virtual_accelerometer: all %ld frames given\n", given);
      given = 0;
    }
  }
}
