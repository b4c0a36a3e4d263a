package io.fedics.shared.stage;

import io.fedics.shared.codec.StateCodec;

/** What the work of every partition of a stage is made of. */
record WorkParts(
    String stage,
    StageStore store,
    EventWriter writer,
    StageMetrics metrics,
    ProgressBoard board,
    StateCodec codec,
    DecodedEvents decoded) {}
