package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fedics.fl.aggregate.Tensors;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.Scalar;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is put together by hand is what the generated classes would write. */
class QuestionsTest {
  private static final ModelLayout LAYOUT = new ModelLayout(List.of(
      new TensorSpec(ElementType.FLOAT32, List.of(30_000)),
      new TensorSpec(ElementType.FLOAT64, List.of()),
      new TensorSpec(ElementType.FLOAT64, List.of(0)),
      new TensorSpec(ElementType.FLOAT16, List.of(2, 3))));

  private final Tensors model = model();

  private static Tensors model() {
    var random = new Random(3);
    return Tensors.of(LAYOUT.shapes(), random.doubles(30_007, -1, 1).toArray());
  }

  private Parameters parameters() {
    var parameters = Parameters.newBuilder().setTensorType("numpy.ndarray");
    LAYOUT
        .split(model)
        .forEach(tensor -> parameters.addTensors(ByteString.copyFrom(Npy.encode(tensor))));
    return parameters.build();
  }

  private static Scalar whole(long value) {
    return Scalar.newBuilder().setSint64(value).build();
  }

  @Test
  void fit_anyModel_isTheGeneratedMessageInAFrame() throws InvalidProtocolBufferException {
    var question = ServerMessage.FitIns.newBuilder()
        .setParameters(parameters())
        .putConfig("server_round", whole(7))
        .putConfig("proximal_mu", Scalar.newBuilder().setDouble(0.5).build());
    assertThat(messageIn(
            Questions.fit(LAYOUT, model, 7, Map.of("proximal_mu", 0.5), Optional.empty())))
        .isEqualTo(ServerMessage.newBuilder().setFitIns(question).build());
  }

  @Test
  void evaluate_anyModel_isTheGeneratedMessageInAFrame() throws InvalidProtocolBufferException {
    var question = ServerMessage.EvaluateIns.newBuilder()
        .setParameters(parameters())
        .putConfig("server_round", whole(7));
    assertThat(messageIn(Questions.evaluate(LAYOUT, model, 7, Optional.empty())))
        .isEqualTo(ServerMessage.newBuilder().setEvaluateIns(question).build());
  }

  private static ServerMessage messageIn(Buffer frame) throws InvalidProtocolBufferException {
    assertThat(frame.getByte(0)).isZero();
    assertThat(frame.getInt(1)).isEqualTo(frame.length() - 5);
    return ServerMessage.parseFrom(frame.getBytes(5, frame.length()));
  }
}
