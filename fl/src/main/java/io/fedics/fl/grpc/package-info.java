/**
 * The wire of Flower's clients: messages, tensors as {@code .npy} files, and what of a stranger's message is refused.
 * Facts of the protocol are in {@code docs/federation.md}. The only place that knows protobuf.
 */
@NullMarked
package io.fedics.fl.grpc;

import org.jspecify.annotations.NullMarked;
