package io.fedics.app.folder;

import io.fedics.shared.error.UsageException;
import io.fedics.shared.file.DurableFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of a data folder, chosen once and kept over restarts, so that clients find the instance again. */
public final class KeptPorts {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPorts.class);
  // Below the range from which systems take the ports of outgoing connections, so a kept port stays
  // free.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 200;
  private static final int LAST_OF_ALL = 65_535;

  private final Path file;
  private final Properties ports = new Properties();
  private final RandomGenerator random = new SecureRandom();

  private KeptPorts(Path file) {
    this.file = file;
  }

  public static KeptPorts of(Path file) throws IOException {
    var kept = new KeptPorts(file);
    Optional<String> text = OwnerOnly.text(file);
    if (text.isPresent()) {
      kept.ports.load(new StringReader(text.get()));
    }
    return kept;
  }

  /**
   * The port to listen on, free at this moment.
   *
   * @param setting name of the setting, for the message
   * @param wanted 0 for the kept one, or any when none is kept
   * @throws UsageException when the wanted port is none or taken
   */
  public int choose(String name, String setting, int wanted) throws IOException {
    if (wanted < 0 || wanted > LAST_OF_ALL) {
      throw new UsageException(setting + ": " + wanted + " (expected: 0 to " + LAST_OF_ALL + ")");
    }
    if (wanted != 0) {
      if (!isFree(wanted)) {
        throw new UsageException(setting + ": " + wanted
            + " is taken by another program (expected: a free port, or 0 for any)");
      }
      return wanted;
    }
    int kept = kept(name);
    if (kept != 0 && isFree(kept)) {
      return kept;
    }
    int chosen = anyFree();
    if (kept != 0) {
      LOG.warn(
          "port {} of {} is taken by another program; {} is used from now on", kept, name, chosen);
    }
    ports.setProperty(name, Integer.toString(chosen));
    save();
    return chosen;
  }

  /**
   * As {@link #choose}; where none is kept yet, the usual one when it is free.
   *
   * @throws UsageException when the wanted port is taken
   */
  public int choose(String name, String setting, int wanted, int usual) throws IOException {
    if (wanted == 0 && !ports.containsKey(name) && isFree(usual)) {
      ports.setProperty(name, Integer.toString(usual));
      save();
      return usual;
    }
    return choose(name, setting, wanted);
  }

  private int kept(String name) {
    String text = ports.getProperty(name, "0");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "%s: %s=%s (expected: a port; without the file others are chosen)"
              .formatted(file, name, text),
          e);
    }
  }

  private void save() throws IOException {
    var text = new StringWriter();
    ports.store(text, "Ports of this data folder; delete the file to choose others.");
    DurableFile.replace(file, text.toString());
  }

  private int anyFree() throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      int candidate = random.nextInt(FIRST, LAST);
      if (!ports.containsValue(Integer.toString(candidate)) && isFree(candidate)) {
        return candidate;
      }
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a closed connection of an earlier run does not count
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
