package io.fedics.app.models;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.app.Main;
import io.fedics.app.bundle.ActiveModelsFile;
import io.fedics.app.bundle.ModelStore;
import io.fedics.detect.domain.learned.FlowFeatures;
import io.fedics.fl.model.bundle.Bundle;
import io.fedics.fl.model.lstm.LstmAutoencoder;
import io.fedics.fl.model.record.RecordTable;
import io.fedics.fl.train.IsolationForestTrainer;
import io.fedics.fl.train.lstm.LstmStart;
import io.fedics.ingest.ActiveModels;
import io.fedics.sample.RecordBundles;
import io.fedics.shared.event.ModelRef;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  private static final Random RANDOM = new Random(1);

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void list_emptyFolder_isWhatComesWithTheProgram() {
    assertThat(run("list", "--json")).isZero();

    JsonObject forest = ofKind("iforest").getFirst();
    assertThat(forest.getString("name")).isEqualTo("iforest");
    assertThat(forest.getString("sha256"))
        .startsWith(forest.getString("version"))
        .hasSize(64);
    assertThat(forest.getInteger("features")).isEqualTo(12);
    assertThat(forest.getLong("training_rows")).isPositive();
    assertThat(forest.getLong("calibration_rows")).isPositive();
    assertThat(forest.getBoolean("shipped")).isTrue();
    assertThat(forest.getBoolean("active")).isTrue();
    assertThat(forest.getString("card")).startsWith("# Isolation forest");
  }

  @Test
  void list_activatedBundleOfTheFolder_judgesInsteadOfTheShippedOne() throws IOException {
    Bundle mine = bundle("iforest", "mine", "# Mine");
    keep(mine);
    new ActiveModelsFile(models()).activate(mine, false, List.of());

    assertThat(run("list", "--json")).isZero();

    assertThat(ofKind("iforest"))
        .extracting(it -> it.getString("name") + ' ' + it.getBoolean("active"))
        .containsExactly("mine true", "iforest false");
    assertThat(ofKind("iforest").getFirst().getValue("training_rows")).isNull();
  }

  @Test
  void activate_andRollback_pinByHashAndGoBack() throws IOException {
    double[][] rows = new double[50][];
    Arrays.setAll(rows, _ -> RANDOM.doubles(FlowFeatures.NAMES.size()).toArray());
    Bundle mine = IsolationForestTrainer.train(rows, FlowFeatures.NAMES, 1);
    keep(mine);

    assertThat(run("activate", "iforest@" + mine.version())).isZero();
    assertThat(out.toString()).contains(mine.sha256());
    assertThat(activeForest()).isEqualTo(mine.sha256());

    assertThat(run("rollback", "iforest")).isZero();
    assertThat(activeForest()).isNotEqualTo(mine.sha256());
    assertThat(run("rollback", "iforest")).isEqualTo(2);
    assertThat(err.toString()).contains("NAME: iforest (expected: ");
  }

  @Test
  void activate_modelThatRepeatsNormalWindowsWorse_isRefusedUnlessForced() throws IOException {
    Path normals = normals();
    Bundle shipped = ModelStore.ofShipped().shipped("lstm");
    var shape = LstmAutoencoder.from(shipped).shape();
    Bundle untrained = LstmAutoencoder.into(
            shipped.change().text("run", "r-1"),
            LstmStart.of(shape, 1),
            shipped.floats("means", shape.features()),
            shipped.floats("scales", shape.features()))
        .build();
    keep(untrained);
    String label = "lstm@" + untrained.version();

    assertThat(run("activate", label, "--normals", normals.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(", in use: alarms on ")
        .contains("NAME: " + label + ": it ")
        .contains(" later normal records of [" + normals + "] (expected: no worse; --force");
    assertThat(new ActiveModelsFile(models()).byDetector()).isEmpty();

    assertThat(run("activate", label, "--normals", normals.toString(), "--force"))
        .isZero();
    assertThat(new ActiveModelsFile(models()).byDetector().get("lstm"))
        .isEqualTo(new ActiveModels.Wanted(
            new ModelRef("lstm", untrained.version(), untrained.sha256(), 0), false, 1, null));
    // and back: the shipped one is better, so nothing holds it up
    assertThat(run("activate", shipped.toString(), "--normals", normals.toString()))
        .isZero();
  }

  @Test
  void activate_detectorWithoutNormals_isComparedByEachSiteUnlessForced() throws IOException {
    double[][] rows = new double[50][];
    Arrays.setAll(rows, _ -> RANDOM.doubles(FlowFeatures.NAMES.size()).toArray());
    Bundle mine = IsolationForestTrainer.train(rows, FlowFeatures.NAMES, 2)
        .change()
        .text("run", "r-1")
        .build();
    keep(mine);
    assertThat(run("activate", mine.toString())).isZero();
    assertThat(out.toString()).contains(mine + " is on trial: each site compares it");
    assertThat(new ActiveModelsFile(models()).byDetector().get("iforest"))
        .extracting(ActiveModels.Wanted::onTrial)
        .isEqualTo(true);
    out.getBuffer().setLength(0);
    assertThat(run("list", "--json")).isZero();
    assertThat(ofKind("iforest").getFirst().getBoolean("on_trial")).isTrue();
    assertThat(ofKind("iforest"))
        .extracting(it -> it.getBoolean("active"))
        .containsExactly(false, true); // nobody judges by it yet

    assertThat(run("activate", mine.toString(), "--force")).isZero();
    assertThat(new ActiveModelsFile(models()).byDetector().get("iforest"))
        .extracting(ActiveModels.Wanted::onTrial)
        .isEqualTo(false);
  }

  @Test
  void activate_modelThatASiteKeptOut_saysSoAndHowToTryItAgain() throws IOException {
    Bundle shipped = ModelStore.ofShipped().shipped("iforest");
    Bundle mine = shipped.change().text("run", "r-1").build();
    Bundle other = shipped.change().text("run", "r-2").build();
    keep(mine);
    keep(other);
    assertThat(run("activate", mine.toString())).isZero();
    Files.writeString(
        models().resolve("sites.json"), """
        {"iforest":{"plant-9":{"asked":"%s","activation":1,"standing":"KEPT_OUT","judges":"%s"}}}""".formatted(mine.sha256(), shipped.sha256()));
    out.getBuffer().setLength(0);
    assertThat(run("activate", mine.toString())).isZero();
    assertThat(out.toString())
        .contains(mine + " is kept out at plant-9, sha256 ")
        .contains("to try it again: models rollback iforest, then models activate " + mine);
    assertThat(wantedForest().activation()).isEqualTo(1);

    assertThat(run("rollback", "iforest")).isZero();
    assertThat(run("activate", mine.toString())).isZero();
    assertThat(out.toString()).contains(mine + " is on trial: each site compares it");
    assertThat(wantedForest().activation()).isEqualTo(3);
    // it judges nowhere, so another one is tried beside the one before it, and goes back to that
    assertThat(run("activate", other.toString())).isZero();
    assertThat(wantedForest().before())
        .isEqualTo(new ModelRef(shipped.name(), shipped.version(), shipped.sha256(), 0));
    assertThat(new ActiveModelsFile(models()).before("iforest")).containsExactly(shipped.sha256());
  }

  private ActiveModels.Wanted wantedForest() {
    return requireNonNull(new ActiveModelsFile(models()).byDetector().get("iforest"));
  }

  @Test
  void activate_tooFewNormals_isOneSentence() throws IOException {
    Path few = folder.resolve("few.jsonl");
    simulated(few, "20s");
    double[][] rows = new double[50][];
    Arrays.setAll(rows, _ -> RANDOM.doubles(FlowFeatures.NAMES.size()).toArray());
    Bundle other = IsolationForestTrainer.train(rows, FlowFeatures.NAMES, 3);
    keep(other);
    err.getBuffer().setLength(0);
    assertThat(run("activate", other.toString(), "--normals", few.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--normals: ").contains(" flows (expected: at least 400)");
  }

  private Path normals() {
    Path file = folder.resolve("normals.jsonl");
    simulated(file, "30m");
    return file;
  }

  private static void simulated(Path file, String length) {
    String[] options = {
      "simulate", "--duration", length, "--rate", "5", "--seed", "9", "--out", file.toString()
    };
    var ignored = new StringWriter();
    assertThat(Main.run(options, new PrintWriter(ignored), new PrintWriter(ignored)))
        .isZero();
  }

  private String activeForest() {
    return new ActiveModelsFile(models())
        .byDetector().entrySet().stream()
            .filter(it -> it.getKey().equals("iforest"))
            .map(it -> it.getValue().model().sha256())
            .findFirst()
            .orElse("none");
  }

  @Test
  void activate_kindThatNoLogChanges_isRefused() throws IOException {
    keep(bundle("weather", "mine", "# Mine"));
    assertThat(run("activate", "mine")).isEqualTo(2);
    assertThat(err.toString())
        .contains("of kind weather (expected: iforest, lstm, verdict, threat");
  }

  @Test
  void activate_brokenBundle_isRefused() throws IOException {
    keep(Bundle.of("iforest", "mine")
        .texts("features", FlowFeatures.NAMES)
        .text("card", "")
        .build());
    assertThat(run("activate", "mine")).isEqualTo(2);
    assertThat(err.toString().strip()).contains("NAME: mine@").hasLineCount(1);
  }

  @Test
  void activate_damagedFile_saysWhichAndHow() throws IOException {
    Bundle mine = bundle("iforest", "mine", "# Mine");
    keep(mine);
    Path file = models().resolve(mine.sha256() + ModelStore.ENDING);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 9));
    assertThat(run("activate", mine.toString())).isEqualTo(2);
    assertThat(err.toString().strip())
        .contains("NAME: " + mine + ": " + file + ": bundle")
        .hasLineCount(1);
  }

  @Test
  void activate_fileOfAnotherHash_saysWhichAndHow() throws IOException {
    Bundle other = bundle("iforest", "other", "# Other");
    String hash = "0".repeat(64);
    Files.createDirectories(models());
    Path file = Files.write(models().resolve(hash + ModelStore.ENDING), other.bytes());
    assertThat(run("activate", "mine@" + hash.substring(0, 12))).isEqualTo(2);
    assertThat(err.toString())
        .contains("NAME: mine@000000000000: " + file + ": bundle: sha256 " + other.sha256()
            + " (expected: " + hash + ")");
  }

  @Test
  void rollback_whatIsNoRole_saysWhichThereAre() throws IOException {
    Bundle mine = bundle("iforest", "mine", "# Mine");
    keep(mine);
    assertThat(run("rollback", "mine")).isEqualTo(2);
    assertThat(run("rollback", "mine@" + mine.version())).isEqualTo(2);
    assertThat(run("rollback", "yours")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "fedics: NAME: mine (expected: iforest, which this model judges as)",
            "fedics: NAME: mine@" + mine.version()
                + " (expected: iforest, which this model judges as)",
            "fedics: NAME: yours (expected: iforest, lstm, verdict, threat, forest, attack)");
  }

  @Test
  void rollback_toADamagedFile_saysWhichAndHowAndGoesOnToWhatIsShipped() throws IOException {
    Bundle mine = bundle("iforest", "mine", "# Mine");
    keep(mine);
    String hash = "0".repeat(64);
    Path file = Files.writeString(models().resolve(hash + ModelStore.ENDING), "no bundle");
    new ActiveModelsFile(models()).activate(mine, false, List.of(hash));
    assertThat(run("rollback", "iforest")).isZero();
    Bundle shipped = ModelStore.ofShipped().shipped("iforest");
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("NAME: iforest: " + file + ": bundle")
            && line.endsWith("; it is passed over"))
        .anyMatch(line -> line.equals("no model that was active before can be used: back to "
            + shipped + ", which comes with the program"));
    assertThat(out.toString()).contains(shipped + " is active");
    assertThat(activeForest()).isEqualTo(shipped.sha256());
    assertThat(run("rollback", "iforest")).isEqualTo(2);
  }

  @Test
  void rollback_toABundleOfAnOlderProgram_goesOnToTheNextThatCanBeRead() throws IOException {
    Bundle readable = RecordBundles.bundle(RecordTable.NSL_KDD_10, "attack");
    Bundle older = Bundle.of("trees", "threat")
        .text("role", "threat")
        .texts("features", List.of("a"))
        .text("card", "# Of an older program")
        .build();
    String gone = "f".repeat(64);
    keep(readable);
    keep(older);
    new ActiveModelsFile(models())
        .activate(
            ModelStore.ofShipped().shipped("threat"),
            false,
            List.of(readable.sha256(), older.sha256(), gone));
    assertThat(run("rollback", "threat")).isZero();
    assertThat(err.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith("; it is passed over"))
        .anyMatch(line ->
            line.startsWith("NAME: threat (expected: the file of " + gone + " in the folder)"))
        .anyMatch(line -> line.startsWith("NAME: " + older + ": "));
    assertThat(out.toString()).contains(readable + " is active");
    var file = new ActiveModelsFile(models());
    assertThat(requireNonNull(file.byDetector().get("threat")).model().sha256())
        .isEqualTo(readable.sha256());
    assertThat(file.before("threat")).isEmpty();
  }

  @Test
  void activate_otherFeatures_isRefused() throws IOException {
    keep(Bundle.of("iforest", "mine")
        .texts("features", List.of("x"))
        .text("card", "")
        .build());
    assertThat(run("activate", "mine")).isEqualTo(2);
    assertThat(err.toString()).contains("features [x] (expected: [log-duration-ms, ");
  }

  @Test
  void list_activatedBundleThatIsGone_leavesTheShippedOneActive() throws IOException {
    new ActiveModelsFile(models()).activate(bundle("iforest", "mine", "# Mine"), false, List.of());

    assertThat(run("list", "--json")).isZero();

    assertThat(ofKind("iforest")).hasSize(1);
    assertThat(ofKind("iforest").getFirst().getBoolean("active")).isTrue();
  }

  @Test
  void list_brokenAndForeignFiles_areLeftOut() throws IOException {
    Files.createDirectories(models());
    Files.writeString(models().resolve("0".repeat(64) + ModelStore.ENDING), "no bundle");
    Files.write(
        models().resolve("lstm" + ModelStore.ENDING), bundle("x", "x", "").bytes());

    assertThat(run("list")).isZero();

    assertThat(out.toString()).contains("iforest@").doesNotContain("0000").doesNotContain("x@");
  }

  @Test
  void card_byName_isMarkdown() throws IOException {
    keep(bundle("forest", "mine", "# Mine\n\nOf few rows.\n"));

    assertThat(run("card", "mine")).isZero();

    assertThat(out.toString()).isEqualTo("# Mine\n\nOf few rows." + System.lineSeparator());
  }

  @Test
  void card_severalOfAName_asksForTheVersion() throws IOException {
    Bundle one = bundle("forest", "mine", "# One");
    Bundle two = bundle("forest", "mine", "# Two");
    keep(one);
    keep(two);

    assertThat(run("card", "mine")).isEqualTo(2);
    assertThat(err.toString().strip())
        .contains("NAME: mine (expected: ")
        .contains(one.toString())
        .contains(two.toString())
        .doesNotContain("iforest@")
        .hasLineCount(1);
    assertThat(run("card", two.toString())).isZero();
    assertThat(out.toString().strip()).isEqualTo("# Two");
  }

  @Test
  void card_unknown_namesWhatThereIs() {
    assertThat(run("card", "nobody")).isEqualTo(2);
    assertThat(err.toString().strip())
        .contains("NAME: nobody (expected: ")
        .contains("iforest@")
        .hasLineCount(1);
  }

  private static Bundle bundle(String kind, String name, String card) {
    return Bundle.of(kind, name)
        .texts("features", List.of("a"))
        .text("card", card)
        .build();
  }

  private Path models() {
    return folder.resolve("models");
  }

  private void keep(Bundle bundle) throws IOException {
    Files.createDirectories(models());
    Files.write(models().resolve(bundle.sha256() + ModelStore.ENDING), bundle.bytes());
  }

  private List<JsonObject> ofKind(String kind) {
    JsonArray all = new JsonObject(out.toString()).getJsonArray("models");
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(it -> it.getString("kind").equals(kind))
        .toList();
  }

  private int run(String... arguments) {
    var all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.toString()));
    return Main.run(
        all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
