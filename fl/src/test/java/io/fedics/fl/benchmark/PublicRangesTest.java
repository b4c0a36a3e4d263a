package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fedics.fl.evaluate.TestData;
import io.fedics.fl.evaluate.TrainingData;
import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicRangesTest {
  private static final PublicRanges DATA = new PublicRanges(
      new TrainingData(new double[][] {{0.5, 1}}, new int[] {0}, List.of("normal")),
      new TestData(new double[][] {{1, 0}}, new int[] {0}, List.of("normal")),
      List.of("count", "flag=SF"),
      Set.of());

  @Test
  void withNumbersUpTo_stretchesNumbersAndLeavesWords() {
    PublicRanges wide = DATA.withNumbersUpTo(4);
    assertThat(wide.largest()).isEqualTo(4);
    assertThat(wide.training().rows()[0]).containsExactly(2, 1);
    assertThat(wide.heldOut().rows()[0]).containsExactly(4, 0);
    assertThat(wide.withNumbersUpTo(1).training().rows()[0]).containsExactly(0.5, 1);
    assertThat(DATA.training().rows()[0]).containsExactly(0.5, 1);
  }

  @Test
  void withNumbersUpTo_noRange_isRefused() {
    for (double most : new double[] {0, -1, Double.NaN, 1_001}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DATA.withNumbersUpTo(most))
          .withMessageStartingWith("number scale: " + most + " (expected: ");
    }
  }

  private static final PublicRanges BYTES = new PublicRanges(
      new TrainingData(new double[][] {{0.3, 0.625, 1}}, new int[] {0}, List.of("normal")),
      new TestData(new double[][] {{1, 0, 0}}, new int[] {0}, List.of("normal")),
      List.of("count", "src_bytes", "flag=SF"),
      Set.of());

  @Test
  void withRungs_fillsThemFromBelowBehindTheOthers() {
    PublicRanges rungs = BYTES.withRungs(4);
    assertThat(rungs.features())
        .containsExactly(
            "count",
            "src_bytes",
            "flag=SF",
            "src_bytes/1",
            "src_bytes/2",
            "src_bytes/3",
            "src_bytes/4");
    assertThat(rungs.training().rows()[0]).containsExactly(0.3, 0.625, 1, 1, 1, 0.5, 0);
    assertThat(rungs.heldOut().rows()[0]).containsExactly(1, 0, 0, 0, 0, 0, 0);
    assertThat(BYTES.withRungs(0).training().rows()[0]).containsExactly(0.3, 0.625, 1);
  }

  @Test
  void withRungs_ofStretchedNumbers_areStretchedToo() {
    assertThat(BYTES.withNumbersUpTo(2).withRungs(4).training().rows()[0])
        .isEqualTo(BYTES.withRungs(4).withNumbersUpTo(2).training().rows()[0])
        .containsExactly(0.6, 1.25, 1, 2, 2, 1, 0);
  }

  @Test
  void withRungs_noSuchNumber_isRefused() {
    for (int rungs : new int[] {-1, 257}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BYTES.withRungs(rungs))
          .withMessage("rungs: " + rungs + " (expected: 0 to 256)");
    }
  }

  private static String row(int bytes, String type) {
    return "0,tcp,http,SF,%d,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,9,1,0,0,0,0,1,0,0,9,9,0,0,0,0,0,0,0,0,%s,20"
        .formatted(bytes, type);
  }

  @Test
  void ofSite_rowsOfOneLabel_areTakenWhereReadWantsBoth(@TempDir Path folder) throws IOException {
    List<String> attacks =
        IntStream.range(0, 40).mapToObj(bytes -> row(bytes, "neptune")).toList();
    Path file = Files.write(folder.resolve("attacks.txt"), attacks);
    PublicRanges own = PublicRanges.ofSite(List.of(file), 0.3, 1);
    assertThat(own.training().binary()).containsOnly(1);
    assertThat(own.heldOut().attacks()).containsOnly(true);
    assertThat(own.training().rows().length + own.heldOut().rows().length).isEqualTo(40);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> PublicRanges.read(List.of(file), 0.3, Set.of(), 1))
        .withMessageContaining(": 0 normal rows, ");
  }

  @Test
  void ofSite_tooFewRows_isOneSentence(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("one.txt"), row(1, "normal") + "\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> PublicRanges.ofSite(List.of(file), 0.3, 1))
        .withMessageMatching(
            ".*one.txt: [01] rows to fit on, [01] held out \\(expected: at least one each\\)");
  }

  @Test
  void ofSite_labelThatNamesNoClass_saysWhereAndWhat(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(
        folder.resolve("numbers.txt"), row(1, "normal") + "\n" + row(2, "1") + "\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> PublicRanges.ofSite(List.of(file), 0.3, 1))
        .withMessage(file + ", row 2: label: 1 (expected: normal, or an attack by its name)");
  }
}
