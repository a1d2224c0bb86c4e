"""The words of the model card around its tables."""

INTRODUCTION = """# Model card: {name}

A network that predicts, from what the station's own integer code measured of the first seconds of a
P wave, log10 PGV in cm/s at the site, magnitude and log10 hypocentral distance in km, each with its
standard deviation, and the odds that the event is an earthquake. SHA-256 `{sha256}`, {bytes} bytes,
full-integer TFLite (int8 weights and activations, last layer read in int32). Made by
`Tools/training/train`; every figure below is computed by it and kept in `{name}.json`.

It is the mean of {trainedWith[members]} small networks and, for PGV, of that mean and one line of log10 Pd,
tau_c and log10 of the window's length, merged exactly into one dense network. It is fitted on the data
set's train **and** val events. Figures are those of fits that have not seen the event: ten-fold
cross-validation over whole events, on several foldings, and a twin fitted on train alone for val. The
figures' fits are of the shipped file's kind and training, not the file itself.

**What was chosen by looking at these same events**, so that the figures flatter it: the networks' size
and training (some ten settings), the weights of large and of strong events (four), the share of
synthetics (three), the kind of mixture (seven kinds, decision 0027), the level-3 rule (some 25 for the
networks alone, then {rule_count} for the mixture: probabilities, and what is asked beyond them early) and
what the odds must be (five gates, five values for levels 3 and 4). The mixture was compared on foldings
101 and 102, its rule was taken on folding 101. Sigma is calibrated by one factor a head on the held-out
rows that its coverage is then read from, val's among them.

The network is not the best at every window: see the tables for where lines or trees have the smaller
pooled sigma, or the networks without the line the smaller error with events weighing the same.

PGV is the largest component after one 0.075 Hz two-pole high-pass. The station never states less
than what it has observed.
"""
KNOWN = """
## Known failures

- Large ruptures go on growing: from M {large} on, PGV and magnitude are too low until the rupture has
  shown itself ("Saturation by window"). A magnitude above 6.5 from 3 s is a lower bound.
- Small earthquakes whose P hardly stands out of the sensor's noise scatter most.
- Earthquakes beyond 200 km, and sensors of kinds not listed under Data, are outside what was trained.
- The odds were trained on made-up disturbances added to real noise, and on none recorded. An impulse or
  a tilt is motion to the sensor: one sensor cannot tell.
"""
