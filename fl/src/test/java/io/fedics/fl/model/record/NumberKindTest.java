package io.fedics.fl.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberKindTest {
  @ParameterizedTest
  @CsvSource({
    "COUNT,0",
    "COUNT,36190.0",
    "COUNT,-0",
    "COUNT,9223372036854774000",
    "PORT,0",
    "PORT,65535",
    "SECONDS,315360000",
    "MICROS,315360000000000",
    "RATE,NaN",
    "RATE,-Infinity",
    "WHOLE,-536870661",
    "SHARE,0",
    "SHARE,1.00",
    "NOT_NEGATIVE,0.001",
    "OTHER,-1.5"
  })
  void fault_rightNumber_isNone(NumberKind kind, String cell) {
    assertThat(kind.fault(cell)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT,1.5,'a whole number, 0 or more'",
    "COUNT,9223372036854775808,'a whole number, 0 or more'",
    "COUNT,Infinity,a number",
    "PORT,-0,'a port, 0 to 65535'",
    "PORT,65536,'a port, 0 to 65535'",
    "SECONDS,315360001,'a length of time, 0 to ten years'",
    "SECONDS,-0.1,'a length of time, 0 to ten years'",
    "MICROS,315360000000001,'a length of time, 0 to ten years'",
    "WHOLE,-1.5,a whole number",
    "SHARE,-0.01,'a share, 0 to 1'",
    "SHARE,1.01,'a share, 0 to 1'",
    "NOT_NEGATIVE,-0.001,'a number, 0 or more'",
    "NOT_NEGATIVE,Infinity,a number",
    "OTHER,NaN,a number",
    "OTHER,1e999,a number"
  })
  void fault_wrongNumber_isWhatWasExpected(NumberKind kind, String cell, String expected) {
    assertThat(kind.fault(cell)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT,''",
    "COUNT,-",
    "COUNT,Infinity",
    "COUNT,0x0b",
    "COUNT,F",
    "SHARE,NaN",
    "MICROS,-13",
    "PORT,0x000b"
  })
  void faultInFile_cellThatPublishersWrite_isNone(NumberKind kind, String cell) {
    assertThat(kind.faultInFile(cell)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COUNT,-5,'a whole number, 0 or more'",
    "COUNT,3.7,'a whole number, 0 or more'",
    "COUNT,abc,a number",
    "SHARE,1.5,'a share, 0 to 1'",
    "SECONDS,-1,'a length of time, 0 to ten years'",
    "PORT,65536,'a port, 0 to 65535'"
  })
  void faultInFile_wrongNumber_isWhatWasExpected(NumberKind kind, String cell, String expected) {
    assertThat(kind.faultInFile(cell)).contains(expected);
  }
}
