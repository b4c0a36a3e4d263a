package io.fedics.fl.grpc;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the messages of one stream together, and lets nothing more through once a frame promises more bytes than are taken at
 * that moment or says that it is compressed. So a lie costs no memory, and a small message cannot unfold into a huge one.
 *
 * <p>A frame is a flag (0: plain, 1: compressed), an unsigned length of four bytes, most significant first, and as many
 * bytes.
 */
final class FrameGate implements Handler<Buffer> {
  private static final int HEAD_BYTES = 5;

  private final LongSupplier mostBytes;
  private final LongConsumer begins;
  private final ByteBlocks blocks;
  private final Consumer<ByteBlocks.Message> next;
  private final Consumer<RefusedException> refused;

  private int headBytes;
  private long length;
  private ByteBlocks.@Nullable Message message;
  private boolean closed;

  /**
   * @param mostBytes of a message that begins now
   * @param begins told how many bytes a message has that begins and is not too long
   * @param next is given each message when it is whole, and releases it
   */
  FrameGate(
      LongSupplier mostBytes,
      LongConsumer begins,
      ByteBlocks blocks,
      Consumer<ByteBlocks.Message> next,
      Consumer<RefusedException> refused) {
    this.mostBytes = mostBytes;
    this.begins = begins;
    this.blocks = blocks;
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
    }
  }

  private void follow(Buffer data) {
    int at = 0;
    while (at < data.length()) {
      ByteBlocks.Message begun = message;
      if (begun == null) {
        head(data.getUnsignedByte(at++));
        continue;
      }
      at += begun.append(data, at);
      passOn(begun);
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
      begins.accept(length);
      headBytes = 0;
      var begun = blocks.begin((int) length);
      message = begun;
      passOn(begun);
    }
  }

  private void passOn(ByteBlocks.Message begun) {
    if (begun.isWhole()) {
      message = null;
      next.accept(begun);
    }
  }
}
