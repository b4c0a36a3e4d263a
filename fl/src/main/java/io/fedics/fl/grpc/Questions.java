package io.fedics.fl.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.TreeMap;

/** What the server says, as bytes. */
final class Questions {
  private static final String TENSOR_TYPE = "numpy.ndarray";
  private static final String ROUND = "server_round";

  private Questions() {}

  static Buffer initialParameters() {
    return bytes(ServerMessage.newBuilder()
        .setGetParametersIns(ServerMessage.GetParametersIns.getDefaultInstance()));
  }

  /**
   * @param config of the strategy, told beside the round
   */
  static Buffer fit(ModelLayout layout, Tensors model, int round, Map<String, Double> config) {
    var question = ServerMessage.FitIns.newBuilder()
        .setParameters(parameters(layout, model))
        .putConfig(ROUND, whole(round));
    new TreeMap<>(config).forEach((name, value) -> question.putConfig(name, number(value)));
    return bytes(ServerMessage.newBuilder().setFitIns(question));
  }

  static Buffer evaluate(ModelLayout layout, Tensors model, int round) {
    return bytes(ServerMessage.newBuilder()
        .setEvaluateIns(ServerMessage.EvaluateIns.newBuilder()
            .setParameters(parameters(layout, model))
            .putConfig(ROUND, whole(round))));
  }

  /** Go, and do not come back. */
  static Buffer goodbye() {
    return bytes(ServerMessage.newBuilder()
        .setReconnectIns(ServerMessage.ReconnectIns.getDefaultInstance()));
  }

  private static Parameters parameters(ModelLayout layout, Tensors model) {
    var parameters = Parameters.newBuilder().setTensorType(TENSOR_TYPE);
    layout
        .split(model)
        .forEach(
            tensor -> parameters.addTensors(UnsafeByteOperations.unsafeWrap(Npy.encode(tensor))));
    return parameters.build();
  }

  /** As sint64: clients before Flower 1.12 know no other whole number. */
  private static Scalar whole(int value) {
    return Scalar.newBuilder().setSint64(value).build();
  }

  private static Scalar number(double value) {
    return Scalar.newBuilder().setDouble(value).build();
  }

  private static Buffer bytes(ServerMessage.Builder message) {
    return Buffer.buffer(message.build().toByteArray());
  }
}
