package io.fedics.fl.train.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.fl.model.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LstmTrainingTest {
  private static final LstmSettings FEW = Waves.SETTINGS.withEpochs(2);

  @TempDir
  Path folder;

  @Test
  void run_inItsOwnProcess_givesWhatTheTrainerGives() throws Exception {
    float[] windows = Waves.of(40, 1);
    Path output = folder.resolve("bundle");
    Queue<LstmEpoch> epochs = new ConcurrentLinkedQueue<>();
    LstmSettings dl4j = FEW.withEngine(LstmEngine.DL4J);
    Bundle bundle = training().run(dl4j, write(windows), output, epochs::add);
    assertThat(Bundle.read(Files.readAllBytes(output))).isEqualTo(bundle);
    assertThat(epochs).extracting(LstmEpoch::epoch).containsExactly(1, 2);
    assertThat(bundle.sha256())
        .isEqualTo(LstmTrainer.train(windows, dl4j, epoch -> {}).sha256());
  }

  @Test
  void run_notWholeWindows_saysSo() throws Exception {
    Path input = write(new float[25]);
    assertThatThrownBy(() -> training().run(FEW, input, folder.resolve("bundle"), epoch -> {}))
        .isInstanceOf(LstmTrainingException.class)
        .hasMessage(
            "training failed: windows: 100 bytes (expected: windows of 96 bytes each, at least one, at most 8 GB)");
  }

  @Test
  void run_cancelled_endsTheProcessAndSaysSo() throws Exception {
    Path input = write(Waves.of(40, 1));
    LstmTraining training = training();
    LstmSettings forever = endless();
    assertThatThrownBy(() ->
            training.run(forever, input, folder.resolve("bundle"), epoch -> training.cancel()))
        .isInstanceOf(LstmTrainingException.class)
        .hasMessage("training was cancelled");
    assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    assertThat(folder.resolve("bundle")).doesNotExist();
  }

  @Test
  void run_interrupted_endsTheProcess() throws Exception {
    Path input = write(Waves.of(40, 1));
    Thread caller = Thread.currentThread();
    assertThatThrownBy(() ->
            training().run(endless(), input, folder.resolve("bundle"), epoch -> caller.interrupt()))
        .isInstanceOf(InterruptedException.class);
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void run_listenerFails_endsTheProcessAndSaysSo() throws Exception {
    Path input = write(Waves.of(40, 1));
    assertThatThrownBy(() -> training().run(FEW, input, folder.resolve("bundle"), epoch -> {
          throw new IllegalStateException("full");
        }))
        .isInstanceOf(LstmTrainingException.class)
        .hasMessageContaining("its progress could not be told")
        .hasMessageContaining("full");
  }

  @Test
  void run_noSuchClass_tellsTheLastWords() throws Exception {
    var like = TrainingJvm.likeThisOne();
    var broken = new TrainingJvm(like.java(), "nowhere", like.libraries(), 128, 256);
    Path input = write(Waves.of(2, 1));
    assertThatThrownBy(
            () -> new LstmTraining(broken).run(FEW, input, folder.resolve("bundle"), epoch -> {}))
        .isInstanceOf(LstmTrainingException.class)
        .hasMessageContaining("training ended with exit code 1")
        .hasMessageContaining("LstmChild");
  }

  @Test
  void command_alike_boundsItsMemory() {
    List<String> command = TrainingJvm.likeThisOne().command(LstmChild.class, List.of("x"));
    assertThat(command)
        .contains("-Xmx1024m", "-Dorg.bytedeco.javacpp.maxbytes=1024m")
        .endsWith(LstmChild.class.getName(), "x");
  }

  @Test
  void read_ofWhatWasWritten_isEqual() throws IOException {
    float[] values = new float[600_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    Path file = write(values);
    assertThat(Files.size(file)).isEqualTo(4L * values.length);
    assertThat(Arrays.equals(WindowsFile.read(file, 1000), values)).isTrue();
  }

  /** Never stops by itself within the time of a test. */
  private static LstmSettings endless() {
    LstmSettings few = Waves.SETTINGS;
    return new LstmSettings(
        few.schema(),
        few.features(),
        few.shape(),
        few.seed(),
        10_000,
        10_000,
        few.batch(),
        few.heldOut(),
        few.learningRate(),
        few.clip(),
        few.leastScale(),
        few.engine());
  }

  private static LstmTraining training() {
    return new LstmTraining(TrainingJvm.likeThisOne());
  }

  private Path write(float[] windows) throws IOException {
    Path file = folder.resolve("windows");
    WindowsFile.write(file, windows, windows.length);
    return file;
  }
}
