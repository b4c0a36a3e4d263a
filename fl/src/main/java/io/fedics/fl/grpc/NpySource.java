package io.fedics.fl.grpc;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of one {@code .npy} file, piece by piece, so that a tensor need not be whole in memory beside its values. */
interface NpySource {
  /** How many are left. */
  int remaining();

  /**
   * @param bytes at most what is left
   * @return little-endian, from its position to its limit
   */
  ByteBuffer next(int bytes) throws IOException;

  /** What a buffer has between its position and its limit; these are not moved. */
  static NpySource of(ByteBuffer file) {
    ByteBuffer in = file.slice();
    return new NpySource() {
      @Override
      public int remaining() {
        return in.remaining();
      }

      @Override
      public ByteBuffer next(int bytes) {
        ByteBuffer piece = in.slice(in.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + bytes);
        return piece;
      }
    };
  }

  /** What a stream has before its limit. */
  static NpySource of(CodedInputStream in) {
    return new NpySource() {
      @Override
      public int remaining() {
        return in.getBytesUntilLimit();
      }

      @Override
      public ByteBuffer next(int bytes) throws IOException {
        return ByteBuffer.wrap(in.readRawBytes(bytes)).order(ByteOrder.LITTLE_ENDIAN);
      }
    };
  }
}
