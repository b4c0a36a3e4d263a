package io.fedics.fl.train.lstm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Who started a process that trains, seen from that process. */
public final class Starter {
  private Starter() {}

  /**
   * From now on this process ends when its standard input does: then whoever started it is gone.
   *
   * @param code it ends with
   */
  public static void endWithIt(int code) {
    Thread.ofPlatform().daemon().start(() -> await(code));
  }

  private static void await(int code) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }
}
