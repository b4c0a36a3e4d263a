/** The Kafka topics, and which partition of them a key goes to. */
@NullMarked
package io.fedics.shared.topic;

import org.jspecify.annotations.NullMarked;
