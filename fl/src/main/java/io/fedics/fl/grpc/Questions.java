package io.fedics.fl.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import io.fedics.fl.aggregate.Standardisation;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the server says, as frames of gRPC. */
final class Questions {
  private static final String TENSOR_TYPE = "numpy.ndarray";
  private static final String ROUND = "server_round";
  private static final int FRAME_HEAD_BYTES = 5;

  private Questions() {}

  static Buffer initialParameters() {
    return frame(ServerMessage.newBuilder()
        .setGetParametersIns(ServerMessage.GetParametersIns.getDefaultInstance()));
  }

  static Buffer sums() {
    return frame(ServerMessage.newBuilder()
        .setGetParametersIns(ServerMessage.GetParametersIns.newBuilder()
            .putAllConfig(Wanted.FEATURE_SUMS.config())));
  }

  /**
   * @param config of the strategy, told beside the round
   * @param scaling of the features at all sites, told beside it
   */
  static Buffer fit(
      ModelLayout layout,
      Tensors model,
      int round,
      Map<String, Double> config,
      Optional<Standardisation> scaling) {
    var question = ServerMessage.FitIns.newBuilder().putConfig(ROUND, whole(round));
    question.putAllConfig(ScalingWire.config(scaling));
    new TreeMap<>(config).forEach((name, value) -> question.putConfig(name, number(value)));
    return frame(ServerMessage.FIT_INS_FIELD_NUMBER, layout, model, question.build());
  }

  static Buffer evaluate(
      ModelLayout layout, Tensors model, int round, Optional<Standardisation> scaling) {
    return evaluate(layout, model, judging(round, scaling));
  }

  /** As {@link #evaluate}; who can shall say in place of it how its rows lie about the model's cut. */
  static Buffer counts(
      ModelLayout layout, Tensors model, int round, Optional<Standardisation> scaling) {
    return evaluate(
        layout, model, judging(round, scaling).putAllConfig(Wanted.LOGIT_COUNTS.config()));
  }

  private static ServerMessage.EvaluateIns.Builder judging(
      int round, Optional<Standardisation> scaling) {
    return ServerMessage.EvaluateIns.newBuilder()
        .putConfig(ROUND, whole(round))
        .putAllConfig(ScalingWire.config(scaling));
  }

  private static Buffer evaluate(
      ModelLayout layout, Tensors model, ServerMessage.EvaluateIns.Builder question) {
    return frame(ServerMessage.EVALUATE_INS_FIELD_NUMBER, layout, model, question.build());
  }

  /** Go, and do not come back. */
  static Buffer goodbye() {
    return frame(ServerMessage.newBuilder()
        .setReconnectIns(ServerMessage.ReconnectIns.getDefaultInstance()));
  }

  private static Buffer frame(ServerMessage.Builder question) {
    byte[] message = question.build().toByteArray();
    return head(message.length).appendBytes(message);
  }

  /**
   * A question with a model, put together in the one place it is sent from: a message of its own would be some copies more.
   *
   * @param question without parameters, which are the first field of every question that has any
   */
  private static Buffer frame(int kind, ModelLayout layout, Tensors model, MessageLite question) {
    byte[] rest = question.toByteArray();
    byte[] type = Parameters.newBuilder().setTensorType(TENSOR_TYPE).build().toByteArray();
    int[] files = layout.tensors().stream().mapToInt(Npy::bytesOf).toArray();
    int parameters = type.length;
    for (int file : files) {
      parameters += lead(Parameters.TENSORS_FIELD_NUMBER, file).length + file;
    }
    byte[] leadOfParameters = lead(ServerMessage.FitIns.PARAMETERS_FIELD_NUMBER, parameters);
    int inner = leadOfParameters.length + parameters + rest.length;
    byte[] leadOfQuestion = lead(kind, inner);
    Buffer out = head(leadOfQuestion.length + inner)
        .appendBytes(leadOfQuestion)
        .appendBytes(leadOfParameters);
    int from = 0;
    for (int i = 0; i < files.length; i++) {
      TensorSpec spec = layout.tensors().get(i);
      out.appendBytes(lead(Parameters.TENSORS_FIELD_NUMBER, files[i]));
      Npy.write(spec, model.values(), from, (bytes, count) -> out.appendBytes(bytes, 0, count));
      from += (int) spec.elements();
    }
    return out.appendBytes(type).appendBytes(rest);
  }

  /** Number of a field and length of what it holds. */
  private static byte[] lead(int field, int length) {
    int size =
        CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length);
    byte[] bytes = new byte[size];
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of the right size cannot break
    }
    return bytes;
  }

  /** Of a gRPC frame that is not compressed, with room for the message. */
  private static Buffer head(int length) {
    return Buffer.buffer(FRAME_HEAD_BYTES + length).appendByte((byte) 0).appendInt(length);
  }

  /** As sint64: clients before Flower 1.12 know no other whole number. */
  private static Scalar whole(int value) {
    return Scalar.newBuilder().setSint64(value).build();
  }

  private static Scalar number(double value) {
    return Scalar.newBuilder().setDouble(value).build();
  }
}
