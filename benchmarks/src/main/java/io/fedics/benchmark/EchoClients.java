package io.fedics.benchmark;

import com.google.protobuf.ByteString;
import io.fedics.fl.grpc.ElementType;
import io.fedics.fl.grpc.Npy;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.grpc.TensorSpec;
import io.fedics.fl.grpc.wire.ClientMessage;
import io.fedics.fl.grpc.wire.Parameters;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Clients of the wire that send back the model they were sent, as cheaply as can be: the server begins with a model they know,
 * and the mean of echoes is what was echoed, so the answer is made once. Each has a connection of its own.
 */
final class EchoClients implements AutoCloseable {
  private static final int HEAD_BYTES = 5;
  private static final int EXAMPLES = 100;
  private static final int WINDOW_BYTES = 1 << 20;
  /** First byte of a message: field number and wire type of what is asked. */
  private static final int FIT = 4 << 3 | 2;

  private static final int EVALUATE = 5 << 3 | 2;

  private final Vertx vertx = Vertx.vertx();
  /** Kept: a client that nobody refers to is closed. */
  private final List<HttpClient> clients = new ArrayList<>();

  private final Buffer fitted;
  private final Buffer judged;

  EchoClients(int parameters) {
    var fit = ClientMessage.newBuilder();
    fit.getFitResBuilder()
        .setParameters(
            Parameters.newBuilder().addTensors(ByteString.copyFrom(Npy.encode(model(parameters)))))
        .setNumExamples(EXAMPLES);
    this.fitted = framed(fit.build());
    var evaluate = ClientMessage.newBuilder();
    evaluate.getEvaluateResBuilder().setLoss(0.5f).setNumExamples(EXAMPLES);
    this.judged = framed(evaluate.build());
  }

  /** The model that goes back and forth: one tensor of {@code <f4>}, the same for the same size. */
  static Tensor model(int parameters) {
    var random = new Random(parameters);
    double[] values = new double[parameters];
    for (int i = 0; i < parameters; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return new Tensor(new TensorSpec(ElementType.FLOAT32, List.of(parameters)), values);
  }

  private static Buffer framed(ClientMessage message) {
    byte[] bytes = message.toByteArray();
    return Buffer.buffer(HEAD_BYTES + bytes.length)
        .appendByte((byte) 0)
        .appendInt(bytes.length)
        .appendBytes(bytes);
  }

  /** So many clients of the server on this port. */
  void join(int count, int port) {
    for (int i = 0; i < count; i++) {
      var options = new HttpClientOptions()
          .setProtocolVersion(HttpVersion.HTTP_2)
          .setHttp2ClearTextUpgrade(false)
          .setHttp2ConnectionWindowSize(WINDOW_BYTES)
          .setInitialSettings(new Http2Settings().setInitialWindowSize(WINDOW_BYTES));
      HttpClient http = vertx.createHttpClient(options);
      clients.add(http);
      http.request(HttpMethod.POST, port, "127.0.0.1", "/flwr.proto.FlowerService/Join")
          .compose(this::open)
          .onFailure(e -> {
            throw new IllegalStateException("a client could not join", e);
          });
    }
  }

  private Future<Void> open(HttpClientRequest call) {
    call.setChunked(true).putHeader("content-type", "application/grpc").putHeader("te", "trailers");
    call.response().onSuccess(response -> response.handler(new Questions(call)));
    return call.sendHead();
  }

  @Override
  public void close() {
    var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Follows the frames of a stream; keeps nothing of them but what they ask. */
  private final class Questions implements Handler<Buffer> {
    private final HttpClientRequest call;
    private Buffer head = Buffer.buffer();
    private long missing;

    Questions(HttpClientRequest call) {
      this.call = call;
    }

    @Override
    public void handle(Buffer data) {
      int at = 0;
      while (at < data.length()) {
        if (head.length() <= HEAD_BYTES) {
          head.appendByte(data.getByte(at));
          at++;
          if (head.length() == HEAD_BYTES + 1) {
            missing = head.getUnsignedInt(1) - 1;
          }
        } else {
          int taken = (int) Math.min(missing, data.length() - at);
          missing -= taken;
          at += taken;
        }
        if (head.length() == HEAD_BYTES + 1 && missing == 0) {
          answer(head.getUnsignedByte(HEAD_BYTES));
          head = Buffer.buffer();
        }
      }
    }

    private void answer(int asked) {
      if (asked == FIT) {
        call.write(fitted);
      } else if (asked == EVALUATE) {
        call.write(judged);
      }
    }
  }
}
