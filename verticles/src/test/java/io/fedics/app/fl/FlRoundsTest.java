package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fedics.fl.aggregate.GlobalModel;
import io.fedics.fl.grpc.Checkpoint;
import io.fedics.fl.grpc.ModelLayout;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.grpc.Tensor;
import io.fedics.fl.privacy.ledger.Attested;
import io.fedics.fl.round.RoundReport;
import io.fedics.present.audit.AuditFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlRoundsTest {
  private static final List<Tensor> MODEL = List.of(Tensor.of(1));

  @TempDir
  private Path folder;

  @Test
  void finished_whileItStores_holdsNobodyUp() throws IOException {
    var out = new StringWriter();
    var whileStoring = new AtomicReference<Runnable>(() -> {});
    try (FlFolder kept = FlFolder.open(folder)) {
      var rounds = new FlRounds(
          kept,
          "FedAvg",
          new PrintWriter(out, true),
          Optional.empty(),
          _ -> Optional.empty(),
          () -> {
            // As from an event loop.
            CompletableFuture.runAsync(whileStoring.get())
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
            return Attested.NOTHING_YET;
          },
          AuditFile.open(folder, InstantSource.system()),
          new FlSites(true, true));
      whileStoring.set(() -> {
        rounds.joined("late", "127.0.0.1:2");
        assertThat(rounds.last()).isEmpty();
        assertThat(rounds.json()).isEmpty();
      });
      ModelLayout layout = ModelLayout.of(MODEL);
      rounds.finished(report(), new SavedTraining(1, layout, GlobalModel.of(layout.join(MODEL))));
      assertThat(rounds.last()).isPresent();
      assertThat(rounds.json()).hasSize(1);
      assertThat(kept.load().orElseThrow().reports()).hasSize(1);
    }
    assertThat(out.toString().lines())
        .containsExactly("late joined from 127.0.0.1:2", "round 1: 1 client, 1 example");
  }

  @Test
  void quarantined_isInTheTrailAndInTheCheckpointBeforeTheNextRound() throws IOException {
    var out = new StringWriter();
    ModelLayout layout = ModelLayout.of(MODEL);
    try (FlFolder kept = FlFolder.open(folder)) {
      Instant at = Instant.parse("2026-11-30T16:00:00.000001Z");
      var rounds = new FlRounds(
          kept,
          "FedAvg",
          new PrintWriter(out, true),
          Optional.empty(),
          _ -> Optional.empty(),
          () -> Attested.NOTHING_YET,
          AuditFile.open(folder, () -> at),
          new FlSites(true, true));
      rounds.finished(report(), new SavedTraining(1, layout, GlobalModel.of(layout.join(MODEL))));
      rounds.quarantined(2, "west", Map.of("north", 1, "west", 3), "examples: -1");

      Checkpoint checkpoint = kept.load().orElseThrow();
      assertThat(checkpoint.training().refusals()).isEqualTo(Map.of("north", 1, "west", 3));
      assertThat(checkpoint.training().finished()).isEqualTo(1);
      assertThat(checkpoint.reports()).hasSize(1);
      assertThat(new FlSites(true, true)
              .goOn(checkpoint.sites())
              .json()
              .getJsonObject(1)
              .encode())
          .startsWith("{\"site\":\"west\",\"client\":\"west\",\"rounds\":0,");
      assertThat(Files.readString(folder.resolve("fl-audit-trail.jsonl")))
          .contains("\"at\":\"2026-11-30T16:00:00.000001Z\",\"by\":\"fl server\","
              + "\"what\":\"quarantine\",\"on\":\"site west\",\"details\":{\"run\":\"" + kept.run()
              + "\",\"round\":2,\"refusals\":3,\"reason\":\"examples: -1\"}");
      assertThat(AuditFile.verify(folder).rows()).isEqualTo(1);
    }
    assertThat(out.toString().lines()).last(STRING).isEqualTo("west is kept out: examples: -1");
  }

  private static RoundReport report() {
    return new RoundReport(
        1,
        List.of("a"),
        List.of(),
        List.of(),
        new TreeMap<>(),
        new TreeMap<>(),
        1,
        OptionalDouble.empty(),
        Map.of(),
        List.of());
  }
}
