package io.fedics.fl.grpc;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where messages are put together: in blocks that are used again, because arrays as large as a model that die young leave a
 * heap full of them. A message takes a block when its bytes come, not when they are promised. Event loop only, but for
 * {@link Message#open}.
 */
final class ByteBlocks {
  static final int BLOCK_BYTES = 64 << 10;

  private final int mostKept;
  private final Deque<byte[]> free = new ArrayDeque<>();

  /**
   * @param mostKept blocks that wait for a message, not negative; more are taken when more are needed
   */
  ByteBlocks(int mostKept) {
    this.mostKept = mostKept;
  }

  /** For a message of so many bytes. */
  Message begin(int length) {
    return new Message(length);
  }

  private byte[] take() {
    byte[] kept = free.pollFirst();
    return kept == null ? new byte[BLOCK_BYTES] : kept;
  }

  private void giveBack(byte[] block) {
    if (block.length == BLOCK_BYTES && free.size() < mostKept) {
      free.addFirst(block);
    }
  }

  /** Bytes of one message in the order in which they came. */
  final class Message {
    private final int length;
    private final List<byte[]> blocks = new ArrayList<>();
    private int filled;

    private Message(int length) {
      this.length = length;
    }

    /** Bytes it has when it is whole. */
    int length() {
      return length;
    }

    boolean isWhole() {
      return filled == length;
    }

    /**
     * Takes what is missing of it, or all there is.
     *
     * @param from index of the first byte
     * @return bytes taken
     */
    int append(Buffer data, int from) {
      int taken = Math.min(length - filled, data.length() - from);
      int at = from;
      int end = from + taken;
      while (at < end) {
        byte[] block = current();
        int offset = filled % BLOCK_BYTES;
        int part = Math.min(end - at, block.length - offset);
        data.getBytes(at, at + part, block, offset);
        at += part;
        filled += part;
      }
      return taken;
    }

    /** A message shorter than a block has one of its own size. */
    private byte[] current() {
      if (filled % BLOCK_BYTES == 0) {
        blocks.add(length < BLOCK_BYTES ? new byte[length] : take());
      }
      return blocks.getLast();
    }

    /** Its bytes, on any thread, until it is released. */
    InputStream open() {
      return new BlockStream(blocks, filled);
    }

    /** Nobody reads it any more. */
    void release() {
      blocks.forEach(ByteBlocks.this::giveBack);
      blocks.clear();
    }
  }

  private static final class BlockStream extends InputStream {
    private final List<byte[]> blocks;
    private final int end;
    private int at;

    BlockStream(List<byte[]> blocks, int end) {
      this.blocks = blocks;
      this.end = end;
    }

    @Override
    public int read() {
      return at == end ? -1 : Byte.toUnsignedInt(blocks.get(at / BLOCK_BYTES)[at++ % BLOCK_BYTES]);
    }

    @Override
    public int read(byte[] to, int offset, int count) {
      if (at == end && count > 0) {
        return -1;
      }
      int start = at;
      int stop = at + Math.min(count, end - at);
      while (at < stop) {
        int inBlock = at % BLOCK_BYTES;
        int part = Math.min(stop - at, BLOCK_BYTES - inBlock);
        System.arraycopy(blocks.get(at / BLOCK_BYTES), inBlock, to, offset + at - start, part);
        at += part;
      }
      return stop - start;
    }

    @Override
    public int available() {
      return end - at;
    }
  }
}
