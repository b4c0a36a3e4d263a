package io.fedics.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.fedics.fl.aggregate.FedAvg;
import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.grpc.Departure;
import io.fedics.fl.grpc.FederationListener;
import io.fedics.fl.grpc.FederationServer;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.Refusal;
import io.fedics.fl.grpc.RoundRemains;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.ServerConfig;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.round.RoundConfig;
import io.fedics.fl.round.RoundReport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The measured process of {@link FederationOverhead}: tells its port, how long each round took, and its memory. Stores nothing. */
final class FederationOverheadServer implements FederationListener {
  /** As {@code fl server}. */
  private final RoundRemains remains = new RoundRemains(System::gc);

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final double KB_PER_MB = 1_000_000 / 1_024.0;

  private final PrintStream out;
  private final int rounds;
  private final int clients;
  private int joined;
  private long before;
  private long cpuBefore;
  private double idle;

  private FederationOverheadServer(PrintStream out, int clients, int rounds) {
    this.out = out;
    this.clients = clients;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    int parameters = Integer.parseInt(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    var told = new FederationOverheadServer(System.out, clients, rounds);
    List<Tensor> model = List.of(EchoClients.model(parameters));
    ModelLayout layout = ModelLayout.of(model);
    var begun = new SavedTraining(0, layout, GlobalModel.of(layout.join(model)));
    var server = new FederationServer(
        ServerConfig.plain("127.0.0.1", 0),
        new RoundConfig(rounds, clients, clients, 1, 1, TIMEOUT),
        new FedAvg(),
        (all, _) -> List.copyOf(all),
        Optional.of(begun),
        told,
        InstantSource.system());
    Vertx.vertx()
        .deployVerticle(server)
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    told.rest();
    told.say("port", server.port());
  }

  private void rest() throws IOException {
    System.gc(); // what start-up left is not what rounds need
    idle = megabytes("VmRSS");
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the largest so far begins anew
  }

  private static double megabytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(field + ':'))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        / KB_PER_MB;
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private void say(String name, double figure) {
    out.println(name + ' ' + figure);
    out.flush();
  }

  @Override
  public synchronized void joined(String client, String address) {
    joined++;
    if (joined == clients) {
      before = System.nanoTime();
      cpuBefore = cpuNanos();
    }
  }

  @Override
  public synchronized void finished(RoundReport report, SavedTraining saved) {
    if (report.clients().size() != clients || report.loss().isEmpty()) {
      throw new IllegalStateException("round %d: %d updates, lost %s, refused %s (expected: all %d)"
          .formatted(
              report.round(), report.clients().size(), report.lost(), report.refused(), clients));
    }
    long now = System.nanoTime();
    say("round", (now - before) / 1e6);
    before = now;
    long cpu = cpuNanos();
    say("cpu", (cpu - cpuBefore) / 1e6);
    remains.add(saved.model().parameters().size());
    cpuBefore = cpu;
    if (report.round() == rounds) {
      try {
        say("memory", megabytes("VmHWM") - idle);
      } catch (IOException e) {
        throw new IllegalStateException("memory of this process cannot be read", e);
      }
    }
  }

  @Override
  public void left(String client, Departure departure, String reason) {}

  @Override
  public void refused(String client, Refusal kind, String reason) {
    throw new IllegalStateException(client + ": " + reason);
  }

  @Override
  public void stopped(int finishedRounds, String reason) {}

  @Override
  public void aborted(RoundReport report) {
    throw new IllegalStateException("round " + report.round() + " was aborted");
  }
}
