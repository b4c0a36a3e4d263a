package io.fedics.app.fl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.bundle.ModelCatalogue;
import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.config.Configs;
import io.fedics.federate.DetectorModel;
import io.fedics.fl.grpc.SavedTraining;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.config.Settings;
import io.fedics.shared.event.ClientReported;
import io.fedics.shared.event.FlEvent;
import io.fedics.shared.event.PrivacyFigure;
import io.fedics.shared.event.RoundCompleted;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the stage asks for it is tested with the stage. */
class StageModelTest {
  private static final PrivacyFigure ATTESTED =
      new PrivacyFigure(1.5, "record", 1e-5, "rdp", 40, true);

  @TempDir
  private Path folder;

  @Test
  void of_nothingSet_leavesTheModelToClients() {
    assertThat(StageModel.of(Configs.from(new Settings(Map.of())), folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lstm", "iforest"})
  void begin_ofEachModel_hasItsShapesAndStrategy(String kind) {
    DetectorModel model = model(kind);
    assertThat(model.begin().finished()).isZero();
    assertThat(model.begin().layout().shapes()).isNotEmpty();
    assertThat(model.strategy().map(Object::toString).orElse("any"))
        .isEqualTo(kind.equals("lstm") ? "any" : "ForestMerge");
  }

  @Test
  void keep_aRound_isListedOnceWithItsProvenanceAndCanBeActivated() {
    DetectorModel model = model("lstm");
    SavedTraining begun = model.begin();
    var saved = new SavedTraining(2, begun.layout(), begun.model());
    List<ClientReported> reports =
        List.of(reported("client-001", "north", ATTESTED), reported("client-002", "<b>", null));
    model.keep(saved, completed(), reports);
    model.keep(saved, completed(), reports);

    List<Model> trained =
        ModelCatalogue.of(folder).all().stream().filter(it -> !it.shipped()).toList();
    assertThat(trained).hasSize(1);
    Bundle bundle = trained.getFirst().bundle();
    ModelCatalogue.requireSwitchable(bundle);
    assertThat(bundle.role()).isEqualTo("lstm");
    assertThat(bundle.text("run")).isEqualTo("run-1");
    assertThat(bundle.whole("round")).isEqualTo(2);
    assertThat(bundle.texts("sites")).containsExactly("north (client-001)", "client-002");
    assertThat(bundle.text("strategy")).isEqualTo("FedAvg");
    assertThat(bundle.number("epsilon")).isEqualTo(1.5);
    assertThat(bundle.text("epsilon_unit")).isEqualTo("record");
    assertThat(bundle.text("privacy"))
        .endsWith("the largest that 1 of 2 sites attest of themselves");
  }

  private DetectorModel model(String kind) {
    var settings = new Settings(Map.of("federate.model", kind, "federate.rounds", "2"));
    return StageModel.of(Configs.from(settings), folder).orElseThrow();
  }

  private static ClientReported reported(
      String client, String site, @Nullable PrivacyFigure spent) {
    return new ClientReported(
        UUID.randomUUID(),
        FlEvent.SITE,
        Instant.EPOCH,
        "federate/run-1",
        1,
        "run-1",
        2,
        client,
        50,
        site,
        spent);
  }

  private static RoundCompleted completed() {
    return new RoundCompleted(
        UUID.randomUUID(),
        FlEvent.SITE,
        Instant.EPOCH,
        "federate/run-1",
        1,
        "run-1",
        2,
        2,
        List.of("client-001", "client-002"),
        100,
        List.of(),
        Map.of(),
        Map.of(),
        0.5,
        Map.of(),
        ATTESTED,
        "FedAvg",
        "00ff");
  }
}
