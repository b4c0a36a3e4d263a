package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fedics.fl.aggregate.Standardisation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class NpzTest {
  private static final List<Tensor> TENSORS = List.of(
      Tensor.of(1, 2, 3),
      new Tensor(new TensorSpec(ElementType.FLOAT32, List.of(1, 2)), new double[] {0.5, -1}));

  @Test
  void read_whatWasWritten_isTheSame() throws IOException {
    List<Tensor> read = read(written(TENSORS)).tensors();
    assertThat(read)
        .extracting(Tensor::spec)
        .isEqualTo(TENSORS.stream().map(Tensor::spec).toList());
    assertThat(read.getFirst().values()).containsExactly(1, 2, 3);
    assertThat(read.getLast().values()).containsExactly(0.5, -1);
    assertThat(Npz.sha256(read)).isEqualTo(Npz.sha256(TENSORS)).hasSize(64);
  }

  @Test
  void write_sameTensors_makesTheSameFile() throws IOException {
    assertThat(written(TENSORS)).isEqualTo(written(TENSORS));
    assertThat(Npz.sha256(TENSORS)).isNotEqualTo(Npz.sha256(TENSORS.reversed()));
  }

  @Test
  void read_noZipOrOtherEntries_isRefused() throws IOException {
    assertThat(refused(new byte[] {1, 2, 3})).isEqualTo(Refusal.TENSOR_HEADER);
    var other = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(other)) {
      zip.putNextEntry(new ZipEntry("weights.pkl"));
      zip.write(1);
    }
    assertThat(refused(other.toByteArray())).isEqualTo(Refusal.TENSOR_HEADER);
  }

  @Test
  void read_scaledFeatures_haveTheirScalingBehindTheParameters() throws IOException {
    var scaling = new Standardisation(new double[] {0.5, -1}, new double[] {1, 0.05});
    Npz.Content read = read(written(new Npz.Content(TENSORS, Optional.of(scaling))));
    assertThat(read.tensors()).hasSameSizeAs(TENSORS);
    assertThat(read.scaling()).hasValue(scaling);
    assertThat(read(written(TENSORS)).scaling()).isEmpty();
  }

  private static byte[] written(List<Tensor> tensors) throws IOException {
    return written(new Npz.Content(tensors, Optional.empty()));
  }

  private static byte[] written(Npz.Content content) throws IOException {
    var out = new ByteArrayOutputStream();
    Npz.write(out, content);
    return out.toByteArray();
  }

  private static Npz.Content read(byte[] file) throws IOException {
    return Npz.read(new ByteArrayInputStream(file), 1e6);
  }

  private static Refusal refused(byte[] bytes) {
    return catchThrowableOfType(RefusedException.class, () -> read(bytes)).refusal();
  }
}
