package io.fedics.app.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.bundle.ModelCatalogue.Model;
import io.fedics.app.bundle.TriedModelsFile.Standing;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.shared.event.ModelActivated;
import io.fedics.shared.event.ModelCompared;
import io.fedics.shared.event.ModelCompared.ModelFigures;
import io.fedics.shared.event.ModelCompared.Outcome;
import io.fedics.shared.event.ModelRef;
import io.fedics.shared.event.SiteForgotten;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TriedModelsFileTest {
  private static final Bundle SHIPPED = ModelStore.ofShipped().shipped("iforest");
  private static final Bundle TRIED = SHIPPED.change().text("run", "run-1").build();

  @TempDir
  private Path data;

  private Path models = Path.of("");
  private TriedModelsFile file = new TriedModelsFile(models, ModelStore.ofShipped());

  @BeforeEach
  void activate() throws IOException {
    models = Files.createDirectories(ModelCatalogue.models(data));
    Files.write(models.resolve(TRIED.sha256() + ModelStore.ENDING), TRIED.bytes());
    file = new TriedModelsFile(models, new ModelStore(Optional.of(models)));
    new ActiveModelsFile(models)
        .activate(TRIED, true, List.of(SHIPPED.sha256()), Optional.of(SHIPPED));
  }

  private Model model(Bundle bundle) {
    return ModelCatalogue.of(data).all().stream()
        .filter(it -> it.bundle().equals(bundle))
        .findFirst()
        .orElseThrow();
  }

  private void ask(String site, long activation) {
    var ref = new ModelRef(TRIED.name(), TRIED.version(), TRIED.sha256(), 0);
    file.on(new ModelActivated(site, "s", 1, 1, "iforest", ref, true, activation));
  }

  private void decide(String site, Outcome outcome) {
    boolean probation = outcome == Outcome.CONFIRMED || outcome == Outcome.RETURNED;
    file.on(new ModelCompared(
        new UUID(1, 2),
        site,
        Instant.EPOCH,
        "s",
        1,
        "run-1",
        "iforest",
        figures(probation ? TRIED : SHIPPED),
        figures(probation ? SHIPPED : TRIED),
        outcome,
        1,
        "r",
        1));
  }

  private static ModelFigures figures(Bundle bundle) {
    return new ModelFigures(bundle.name(), bundle.version(), bundle.sha256(), 1, 0.01, null);
  }

  @Test
  void model_nobodySaidAnything_isOnTrialAndTheOneBeforeJudges() {
    assertThat(model(TRIED).onTrial()).isTrue();
    assertThat(model(TRIED).active()).isFalse();
    assertThat(model(SHIPPED).active()).isTrue();
    assertThat(model(TRIED).where()).isEmpty();
  }

  @Test
  void model_sitesThatDiffer_isToldSiteBySite() {
    List.of("a", "b", "c", "d").forEach(site -> ask(site, 1));
    decide("b", Outcome.TAKEN);
    decide("c", Outcome.KEPT);
    decide("d", Outcome.TAKEN);
    decide("d", Outcome.RETURNED);
    assertThat(model(TRIED).sites())
        .isEqualTo(Map.of(
            Standing.ON_TRIAL, List.of("a"),
            Standing.IN_FORCE, List.of("b"),
            Standing.KEPT_OUT, List.of("c", "d")));
    assertThat(model(TRIED).where()).isEqualTo("on trial at a; in force at b; kept out at c, d");
    assertThat(model(TRIED).active()).isTrue();
    assertThat(model(TRIED).onTrial()).isTrue();
    assertThat(model(SHIPPED).where()).isEqualTo("in force at a, c, d");
    assertThat(model(SHIPPED).active()).isTrue();
    assertThat(model(SHIPPED).onTrial()).isFalse();
  }

  @Test
  void model_confirmedEverywhere_isActiveAndNoLongerOnTrial() {
    ask("a", 1);
    decide("a", Outcome.TAKEN);
    decide("a", Outcome.CONFIRMED);
    ask("a", 1); // a restart
    assertThat(model(TRIED).active()).isTrue();
    assertThat(model(TRIED).onTrial()).isFalse();
    assertThat(model(SHIPPED).active()).isFalse();
    assertThat(model(TRIED).json().getJsonObject("sites").getJsonArray("in_force"))
        .containsExactly("a");
  }

  @Test
  void model_askedForBeforeActivationsWereCounted_isTheActiveOne() throws IOException {
    Path active = models.resolve("active.json");
    String counted = Files.readString(active);
    Files.writeString(active, counted.replaceAll("\\s*\"activation\"\\s*:\\s*1,", ""));
    assertThat(Files.readString(active)).isNotEqualTo(counted);
    var ref = new ModelRef(TRIED.name(), TRIED.version(), TRIED.sha256(), 0);
    file.on(new ModelActivated("a", "s", 1, 1, "iforest", ref, true, null));

    assertThat(model(TRIED).active()).isTrue();
    assertThat(model(TRIED).where()).isEmpty();
    assertThat(model(SHIPPED).active()).isFalse();
    assertThat(file.of("iforest")).isEmpty();
  }

  @Test
  void on_siteThatIsForgotten_isTakenOut() {
    List.of("a", "b").forEach(site -> ask(site, 1));

    file.on(new SiteForgotten("a", "iforest", 1, 1));

    assertThat(file.of("iforest")).containsOnlyKeys("b");
  }

  @Test
  void model_activatedAgain_isOnTrialAgain() {
    ask("a", 1);
    decide("a", Outcome.KEPT);
    assertThat(model(TRIED).onTrial()).isFalse();
    new ActiveModelsFile(models).activate(TRIED, true, List.of(), Optional.of(SHIPPED));
    assertThat(model(TRIED).onTrial()).isTrue();
    assertThat(model(TRIED).where()).isEmpty();
    ask("a", 2);
    ask("a", 1); // a partition that is behind
    assertThat(model(TRIED).where()).isEqualTo("on trial at a");
  }

  @Test
  void of_fileThatCannotBeRead_saysNothing() throws IOException {
    Files.writeString(models.resolve("sites.json"), "{");
    assertThat(file.of("iforest")).isEmpty();
    ask("a", 1); // is not kept, and nobody is held up
    assertThat(model(TRIED).onTrial()).isTrue();
  }
}
