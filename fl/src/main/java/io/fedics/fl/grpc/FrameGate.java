package io.fedics.fl.grpc;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Reads along the frames of one stream, ahead of whoever puts them together, and lets nothing more through once a frame
 * promises more bytes than are taken at that moment or says that it is compressed. So a lie costs no memory, and a small
 * message cannot unfold into a huge one.
 *
 * <p>A frame is a flag (0: plain, 1: compressed), an unsigned length of four bytes, most significant first, and as many
 * bytes.
 */
final class FrameGate implements Handler<Buffer> {
  private static final int HEAD_BYTES = 5;

  private final LongSupplier mostBytes;
  private final LongConsumer begins;
  private final Handler<Buffer> next;
  private final Consumer<RefusedException> refused;

  private int headBytes;
  private long length;
  private long missing;
  private boolean closed;

  /**
   * @param mostBytes of a message that begins now
   * @param begins told how many bytes a message has that begins and is not too long
   */
  FrameGate(
      LongSupplier mostBytes,
      LongConsumer begins,
      Handler<Buffer> next,
      Consumer<RefusedException> refused) {
    this.mostBytes = mostBytes;
    this.begins = begins;
    this.next = next;
    this.refused = refused;
  }

  @Override
  public void handle(Buffer data) {
    if (closed) {
      return;
    }
    try {
      follow(data);
    } catch (RefusedException e) {
      closed = true;
      refused.accept(e);
      return;
    }
    next.handle(data);
  }

  private void follow(Buffer data) {
    int at = 0;
    while (at < data.length()) {
      if (headBytes < HEAD_BYTES) {
        head(data.getUnsignedByte(at++));
        continue;
      }
      long taken = Math.min(missing, data.length() - at);
      missing -= taken;
      at += (int) taken;
      endOfFrame();
    }
  }

  private void head(short octet) {
    if (headBytes == 0) {
      length = 0;
      if (octet != 0) {
        throw new RefusedException(Refusal.GARBAGE, "frame", "of flag " + octet, "0, plain");
      }
    } else {
      length = length << Byte.SIZE | octet;
    }
    headBytes++;
    if (headBytes == HEAD_BYTES) {
      long most = mostBytes.getAsLong();
      if (length > most) {
        throw new RefusedException(
            Refusal.TOO_LARGE, "message", length + " bytes", "at most " + most);
      }
      missing = length;
      begins.accept(length);
      endOfFrame();
    }
  }

  private void endOfFrame() {
    if (missing == 0) {
      headBytes = 0;
    }
  }
}
