package io.fedics.fl.grpc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Optional;

/** One client's stream. Event loop only. */
final class Peer {
  /** HTTP/2's CANCEL. */
  private static final long CANCEL = 8;
  /** Time to read why it goes before the stream is cut. */
  private static final long LAST_WORDS_MILLIS = 1_000;
  /** An answer without parameters: metrics at their limits and some more. */
  private static final long SMALL_ANSWER_BYTES = 2 << 20;
  /** What nobody asked for is only read to be refused. */
  private static final long UNASKED_BYTES = 64 << 10;
  /** Not worth waiting for room. */
  private static final long SMALL_MESSAGE_BYTES = 128 << 10;

  private final String id;
  private final HttpServerRequest http;
  private final GrpcServerRequest<Buffer, Buffer> call;
  private Question asked = Question.NONE;
  /** Done when the last byte of the question has left: then the client's window had room for it. */
  private Future<Void> sent = Future.succeededFuture();

  private Optional<ByteRoom.Lease> lease = Optional.empty();
  private boolean isBegun;
  private boolean refused;
  private boolean gone;

  Peer(String id, HttpServerRequest http, GrpcServerRequest<Buffer, Buffer> call) {
    this.id = id;
    this.http = http;
    this.call = call;
  }

  String id() {
    return id;
  }

  boolean isGone() {
    return gone;
  }

  boolean isRefused() {
    return refused;
  }

  void markRefused() {
    refused = true;
  }

  boolean isLeaving() {
    return asked == Question.DISCONNECT;
  }

  /** Bytes that a message beginning now may have. */
  long mostBytes(AnswerLimits limits) {
    return switch (asked) {
      case NONE, DISCONNECT -> UNASKED_BYTES;
      case PROPERTIES, EVALUATE, COUNTS -> SMALL_ANSWER_BYTES;
      case SUMS -> ScalingWire.MOST_BYTES;
      case PARAMETERS, FIT -> limits.mostBytes();
    };
  }

  /**
   * Past the call, which would copy the frame for each client.
   *
   * @param frame a whole one; not changed
   */
  void ask(Question question, Buffer frame) {
    if (gone || isLeaving()) {
      return;
    }
    asked = question;
    try {
      if (!isBegun) {
        isBegun = true;
        var _ = call.response().writeHead();
      }
      sent = http.response().write(frame).otherwiseEmpty();
    } catch (IllegalStateException e) {
      // Its stream ended meanwhile: the stream's own handlers tell.
      asked = Question.NONE;
    }
  }

  /** Whether all of what it was asked has left, so that it can know what it answers. */
  boolean isAskedWhole() {
    return sent.isComplete();
  }

  void sayGoodbye() {
    ask(Question.DISCONNECT, Questions.goodbye());
  }

  /** A message begins: it is read on when there is room for it. */
  void begins(long bytes, ByteRoom room) {
    if (bytes <= SMALL_MESSAGE_BYTES) {
      return;
    }
    giveBack();
    ByteRoom.Lease asked = room.enter(bytes, http::resume);
    lease = Optional.of(asked);
    if (!asked.isLent()) {
      http.pause();
    }
  }

  /** Its message is another's now, who gives the room back when it is read, also when the client is gone by then. */
  Runnable handOver() {
    Optional<ByteRoom.Lease> handed = lease;
    lease = Optional.empty();
    return () -> handed.ifPresent(ByteRoom.Lease::end);
  }

  /** What was lent for its message is free again. */
  void giveBack() {
    lease.ifPresent(ByteRoom.Lease::end);
    lease = Optional.empty();
  }

  /** The question that the message now read answers; whatever comes next is unasked. */
  Question answered() {
    Question answered = asked;
    if (asked != Question.DISCONNECT) {
      asked = Question.NONE;
    }
    return answered;
  }

  /** Whatever comes from it from now on is not looked at. */
  void markGone() {
    gone = true;
    giveBack();
  }

  /** Ends the stream with a reason, and cuts it when the client does not go. */
  void end(Vertx vertx, GrpcStatus status, String reason) {
    gone = true;
    giveBack();
    try {
      call.response().status(status).statusMessage(reason).end().otherwiseEmpty();
      vertx.setTimer(LAST_WORDS_MILLIS, timer -> http.response().reset(CANCEL));
    } catch (IllegalStateException e) {
      // It went before it could be told.
      http.response().reset(CANCEL);
    }
  }
}
