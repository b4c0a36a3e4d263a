package io.fedics.fl.grpc;

import io.fedics.shared.config.Words;

/** Why a client's message never reaches the model. Few values, so that they can be counted by kind. */
public enum Refusal {
  /** No protobuf, cut, or with bytes left over. */
  GARBAGE,
  /** Longer than what was asked for can be. */
  TOO_LARGE,
  /** An answer to something that was not asked. */
  WRONG_KIND,
  /** An answer to a question that the client has not read to its end: questions would heap up here. */
  UNREAD,
  /** The client itself says that it failed. */
  CLIENT_FAILED,
  /** A tensor that is no {@code .npy} file of version 1.0, or one that lies about its length. */
  TENSOR_HEADER,
  /** A tensor of objects, texts, complex or other numbers we do not take, or whole numbers for fractions. */
  TENSOR_TYPE,
  /** Too few, too many, or of another rank or shape than the model's. */
  TENSOR_SHAPE,
  /** NaN, infinity, or too large. */
  TENSOR_VALUE,
  /** Negative, none or absurdly many. */
  EXAMPLES,
  /** Too many or too long metrics, or ones that are not finite. */
  METRICS;

  /** As in metrics and events: {@code tensor-shape}. */
  public String label() {
    return Words.of(this);
  }
}
