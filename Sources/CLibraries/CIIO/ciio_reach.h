#pragma once
#include <stdint.h>

// Whether something listens at an "ip:HOST[:PORT]"; 0, or a negative errno after a second.
//
// libiio itself waits five seconds for a host that does not answer, in which nothing can end the
// thread that opens it. Other URIs are not asked.
int32_t ciio_reach(const char *uri);
