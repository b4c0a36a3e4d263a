package io.fedics.shared.stage;

import io.fedics.shared.codec.RecordBytes;
import io.fedics.shared.topic.Topic;

/**
 * One record as it came.
 *
 * @param input which of the stage's input topics, from 0
 * @param storedAt broker's time stamp, epoch milliseconds
 */
record Received(
    Topic topic, int input, int partition, long offset, long storedAt, RecordBytes value) {}
