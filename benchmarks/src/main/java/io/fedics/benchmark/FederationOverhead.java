package io.fedics.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the server of a federated training costs a round: clients that only echo, fit and evaluate, FedAvg. The server is a
 * process of its own, so its memory is nobody else's; the clients are in this one, each on a connection of its own. Linux.
 *
 * <p>{@code -Dserver=COMMAND} measures another server that understands the same arguments and tells the same figures, as
 * {@code benchmarks/flower_server.py} does for Flower's.
 *
 * <p>Prints a line for each pair of sizes: median, quartiles, least and most of the rounds behind the warm-up, by the clock and
 * of processor time in the server, and its largest resident memory above what it had before the first client came.
 */
public final class FederationOverhead {
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 12;
  /** With the collector of {@code ./fedics up}; {@code -Dheap=} says how much the server may take. */
  private static final List<String> SERVER_OPTIONS = List.of(
      "-Xms48m",
      "-Xmx" + System.getProperty("heap", "320m"),
      "-XX:MinHeapFreeRatio=10",
      "-XX:MaxHeapFreeRatio=25",
      "-XX:+UseSerialGC",
      "-XX:+UseCompactObjectHeaders",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED");

  private final PrintStream out;

  private FederationOverhead(PrintStream out) {
    this.out = out;
  }

  /**
   * @param arguments pairs {@code PARAMETERSxCLIENTS}; without any those that claims are made about
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> sizes = arguments.length > 0
        ? List.of(arguments)
        : List.of("12956x10", "12956x50", "1000000x10", "1000000x50");
    var overhead = new FederationOverhead(System.out);
    for (String size : sizes) {
      if (!size.matches("[1-9]\\d{0,7}x[1-9]\\d{0,3}")) {
        throw new IllegalArgumentException(
            "size: " + size + " (expected: PARAMETERSxCLIENTS, 12956x10)");
      }
      String[] parts = size.split("x", 2);
      overhead.measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
  }

  private void measure(int parameters, int clients) throws IOException, InterruptedException {
    Process server = server(parameters, clients);
    try (var lines = new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        var echoes = new EchoClients(parameters)) {
      echoes.join(clients, (int) figure(lines, "port"));
      List<Double> millis = new ArrayList<>();
      List<Double> cpu = new ArrayList<>();
      for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
        double took = figure(lines, "round");
        double worked = figure(lines, "cpu");
        if (round > WARM_UP) {
          millis.add(took);
          cpu.add(worked);
        }
      }
      print(parameters, clients, sorted(millis), sorted(cpu), figure(lines, "memory"));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static Process server(int parameters, int clients) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SERVER_OPTIONS);
    command.addAll(List.of(
        "-cp", System.getProperty("java.class.path"), FederationOverheadServer.class.getName()));
    String other = System.getProperty("server");
    if (other != null) {
      command = new ArrayList<>(List.of(other.split(" ")));
    }
    command.addAll(List.of(
        Integer.toString(parameters),
        Integer.toString(clients),
        Integer.toString(WARM_UP + ROUNDS)));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The next figure of this name that the server tells. */
  private static double figure(BufferedReader lines, String name) throws IOException {
    String line = lines.readLine();
    if (line == null || !line.startsWith(name + ' ')) {
      throw new IOException("server: " + line + " (expected: " + name + ")");
    }
    return Double.parseDouble(line.substring(name.length() + 1));
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private void print(int parameters, int clients, double[] millis, double[] cpu, double memory) {
    out.printf(
        Locale.ROOT,
        "%,d parameters, %d clients, %d rounds: %s; of processor time in the server %s; %.0f MB above idle%n",
        parameters,
        clients,
        millis.length,
        spread(millis),
        spread(cpu),
        memory);
  }

  /** Median, quartiles, least and most. */
  private static String spread(double[] millis) {
    return String.format(
        Locale.ROOT,
        "%.1f ms (quartiles %.1f to %.1f, all %.1f to %.1f)",
        quantile(millis, 0.5),
        quantile(millis, 0.25),
        quantile(millis, 0.75),
        millis[0],
        millis[millis.length - 1]);
  }

  private static double quantile(double[] sorted, double share) {
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
