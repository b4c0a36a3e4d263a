package io.fedics.fl.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  private static final double LARGEST = 1e6;

  @Test
  void encode_floats_areByteForByteWhatNumPyWrites() {
    // numpy.save of numpy.array([[1, 2, 3]], dtype='<f4')
    var numPy = ByteBuffer.allocate(140)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HexFormat.of().parseHex("934e554d505901007600"))
        .put("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }"
            .getBytes(StandardCharsets.US_ASCII));
    while (numPy.position() < 127) {
      numPy.put((byte) ' ');
    }
    numPy.put((byte) '\n').putFloat(1).putFloat(2).putFloat(3);
    var tensor =
        new Tensor(new TensorSpec(ElementType.FLOAT32, List.of(1, 3)), new double[] {1, 2, 3});
    assertThat(Npy.encode(tensor)).isEqualTo(numPy.array());
  }

  @ParameterizedTest
  @EnumSource
  void decode_everyTypeAndRank_readsWhatWasWritten(ElementType type) {
    for (List<Integer> shape :
        List.of(List.<Integer>of(), List.of(1), List.of(0), List.of(2, 3), List.of(2, 1, 3))) {
      var spec = new TensorSpec(type, shape);
      double[] values = new double[(int) spec.elements()];
      Arrays.setAll(values, i -> i % 2);
      Tensor read = decode(Npy.encode(new Tensor(spec, values)));
      assertThat(read.spec()).isEqualTo(spec);
      assertThat(read.values()).isEqualTo(values);
    }
  }

  @Test
  void decode_fortranOrder_givesRows() {
    byte[] file =
        file("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", 1, 4, 2, 5, 3, 6);
    assertThat(decode(file).values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void decode_keysInAnotherOrderWithoutLastComma_isRead() {
    assertThat(decode(file("{'shape': (2,), 'fortran_order': False, 'descr': '<f8'}", 7, 8))
            .values())
        .containsExactly(7, 8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|O", "<U5", "|S8", "<c8", "<c16", "|i1", "|u1", "<i2", "<u4", ">f4", ">f8", "<M8[s]",
        "|V8", "<f16"
      })
  void decode_foreignType_isRefused(String descr) {
    assertThat(
            refused(file("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1,), }", 0)))
        .isEqualTo(Refusal.TENSOR_TYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1, 2]",
        "{'descr': '<f8', 'fortran_order': False}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,)}",
        "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
        "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} + __import__('os')",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 5)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
      })
  void decode_unsoundOrLyingHead_isRefused(String head) {
    assertThat(refused(file(head, 1))).isEqualTo(Refusal.TENSOR_HEADER);
  }

  @Test
  void decode_moreDimensionsThanNumPyHas_isRefused() {
    String shape = "1, ".repeat(65);
    assertThat(
            refused(file("{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + ")}", 1)))
        .isEqualTo(Refusal.TENSOR_HEADER);
  }

  @Test
  void decode_cutAnywhere_isRefused() {
    byte[] whole = Npy.encode(Tensor.of(1, 2, 3));
    for (int length = 0; length < whole.length; length++) {
      assertThat(refused(Arrays.copyOf(whole, length))).isEqualTo(Refusal.TENSOR_HEADER);
    }
  }

  @Test
  void decode_bytesBehindTheValues_isRefused() {
    byte[] whole = Npy.encode(Tensor.of(1, 2, 3));
    assertThat(refused(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(Refusal.TENSOR_HEADER);
    assertThat(refused(Arrays.copyOf(whole, whole.length + 8))).isEqualTo(Refusal.TENSOR_HEADER);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "6, 2", "7, 1"})
  void decode_otherMagicOrVersion_isRefused(int position, byte value) {
    byte[] file = Npy.encode(Tensor.of(1));
    file[position] = value;
    assertThat(refused(file)).isEqualTo(Refusal.TENSOR_HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 1.1e6})
  void decode_valueNotFiniteOrTooLarge_isRefused(double value) {
    assertThat(refused(Npy.encode(Tensor.of(0, value)))).isEqualTo(Refusal.TENSOR_VALUE);
  }

  @Test
  void decode_valueAtTheBound_isTaken() {
    assertThat(decode(Npy.encode(Tensor.of(LARGEST, -LARGEST))).values())
        .containsExactly(LARGEST, -LARGEST);
  }

  @Test
  void decode_boolThatIsNone_isRefused() {
    byte[] file =
        Npy.encode(new Tensor(new TensorSpec(ElementType.BOOL, List.of(1)), new double[] {1}));
    file[file.length - 1] = 2;
    assertThat(refused(file)).isEqualTo(Refusal.TENSOR_VALUE);
  }

  private static byte[] file(String head, double... values) {
    ByteBuffer file = ByteBuffer.allocate(10 + head.length() + values.length * Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HexFormat.of().parseHex("934e554d50590100"))
        .putShort((short) head.length())
        .put(head.getBytes(StandardCharsets.US_ASCII));
    for (double value : values) {
      file.putDouble(value);
    }
    return file.array();
  }

  private static Tensor decode(byte[] file) {
    return Npy.decode(ByteBuffer.wrap(file), LARGEST);
  }

  private static Refusal refused(byte[] file) {
    return catchThrowableOfType(RefusedException.class, () -> decode(file)).refusal();
  }
}
