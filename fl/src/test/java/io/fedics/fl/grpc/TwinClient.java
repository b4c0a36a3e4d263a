package io.fedics.fl.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.fedics.fl.grpc.wire.ClientMessage;
import io.fedics.fl.grpc.wire.Parameters;
import io.fedics.fl.grpc.wire.ServerMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Speaks the wire as Flower's Python client does: opens the stream without a word, answers what it is asked, one after
 * the other. Frames are made by hand, so that a hostile one can be anything.
 */
final class TwinClient {
  private static final int HEAD_BYTES = 5;

  private final HttpClient http;
  private final Behaviour behaviour;
  private final Promise<String> ended = Promise.promise();
  private final List<ServerMessage> asked = Collections.synchronizedList(new ArrayList<>());
  private Buffer received = Buffer.buffer();

  /** What it does with a question; may answer at once, later, wrongly, or never. */
  interface Behaviour {
    void on(ServerMessage question, HttpClientRequest call);

    /** When the stream is open; a sound client says nothing. */
    default void opened(HttpClientRequest call) {}
  }

  private TwinClient(Vertx vertx, HttpClientOptions options, Behaviour behaviour) {
    this.http = vertx.createHttpClient(
        options.setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    this.behaviour = behaviour;
  }

  static TwinClient join(Vertx vertx, int port, Behaviour behaviour) {
    return join(vertx, port, new HttpClientOptions(), behaviour);
  }

  static TwinClient join(Vertx vertx, int port, HttpClientOptions options, Behaviour behaviour) {
    var client = new TwinClient(vertx, options, behaviour);
    client
        .http
        .request(HttpMethod.POST, port, "127.0.0.1", "/flwr.proto.FlowerService/Join")
        .onSuccess(client::open)
        .onFailure(e -> client.ended.tryFail(e));
    return client;
  }

  private void open(HttpClientRequest call) {
    call.setChunked(true).putHeader("content-type", "application/grpc").putHeader("te", "trailers");
    call.response()
        .onSuccess(response -> listen(call, response))
        .onFailure(e -> ended.tryComplete("failed: " + e.getMessage()));
    call.exceptionHandler(e -> ended.tryComplete("failed: " + e.getMessage()));
    call.sendHead().onSuccess(sent -> behaviour.opened(call)).otherwiseEmpty();
  }

  private void listen(HttpClientRequest call, HttpClientResponse response) {
    response.handler(data -> {
      received.appendBuffer(data);
      while (received.length() >= HEAD_BYTES
          && received.length() >= HEAD_BYTES + received.getInt(1)) {
        int end = HEAD_BYTES + received.getInt(1);
        ServerMessage question = question(received.getBytes(HEAD_BYTES, end));
        received = received.getBuffer(end, received.length());
        asked.add(question);
        behaviour.on(question, call);
      }
    });
    response.exceptionHandler(e -> ended.tryComplete("failed: " + e.getMessage()));
    response.endHandler(end -> ended.tryComplete(
        trailer(response, "grpc-status") + " " + trailer(response, "grpc-message")));
  }

  private static String trailer(HttpClientResponse response, String name) {
    String value = response.getTrailer(name);
    String told = value == null ? String.valueOf(response.getHeader(name)) : value;
    return URLDecoder.decode(told, StandardCharsets.UTF_8);
  }

  /** Status and reason the server ended the stream with. */
  Future<String> ended() {
    return ended.future();
  }

  List<ServerMessage> asked() {
    return List.copyOf(asked);
  }

  private static ServerMessage question(byte[] message) {
    try {
      return ServerMessage.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Trains by {@code step}, judges with a loss of 1, leaves when told to. */
  static Behaviour sound(long examples, UnaryOperator<double[]> step) {
    return (question, call) -> answer(question, call, examples, step);
  }

  static void answer(
      ServerMessage question, HttpClientRequest call, long examples, UnaryOperator<double[]> step) {
    switch (question.getMsgCase()) {
      case GET_PARAMETERS_INS -> {
        var answer = ClientMessage.newBuilder();
        answer.getGetParametersResBuilder().setParameters(parameters(new double[3]));
        send(call, answer.build());
      }
      case FIT_INS ->
        send(call, fitted(step.apply(values(question.getFitIns().getParameters())), examples));
      case EVALUATE_INS -> {
        var answer = ClientMessage.newBuilder();
        answer.getEvaluateResBuilder().setLoss(1).setNumExamples(examples);
        send(call, answer.build());
      }
      case RECONNECT_INS -> {
        var answer = ClientMessage.newBuilder();
        answer.getDisconnectResBuilder().setReason(2);
        send(call, answer.build());
        call.reset(8);
      }
      default -> throw new IllegalArgumentException(question.toString());
    }
  }

  static ClientMessage fitted(double[] values, long examples) {
    var answer = ClientMessage.newBuilder();
    answer.getFitResBuilder().setParameters(parameters(values)).setNumExamples(examples);
    return answer.build();
  }

  static Parameters parameters(double[] values) {
    return Parameters.newBuilder()
        .setTensorType("numpy.ndarray")
        .addTensors(ByteString.copyFrom(Npy.encode(Tensor.of(values))))
        .build();
  }

  static double[] values(Parameters parameters) {
    return Npy.decode(ByteBuffer.wrap(parameters.getTensors(0).toByteArray()), 1e9)
        .values();
  }

  static void send(HttpClientRequest call, ClientMessage message) {
    call.write(frame(message.toByteArray())).otherwiseEmpty();
  }

  static Buffer frame(byte[] message) {
    return Buffer.buffer().appendByte((byte) 0).appendInt(message.length).appendBytes(message);
  }
}
