package io.fedics.fl.model.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.shared.event.FeatureSchema;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnKindsTest {
  @ParameterizedTest
  @CsvSource({
    "NSL_KDD_10,src_bytes,COUNT",
    "NSL_KDD_10,count,COUNT",
    "NSL_KDD_41,same_srv_rate,SHARE",
    "NSL_KDD_41,duration,SECONDS",
    "UNSW_NB15,is_ftp_login,COUNT",
    "UNSW_NB15,sload,NOT_NEGATIVE",
    "UNSW_NB15,id,OTHER",
    "CICIDS2017_42,' destination PORT',PORT",
    "CICIDS2017_42,Init_Win_bytes_forward,WHOLE",
    "CICIDS2017_42,Flow IAT Mean,OTHER",
    "CICIDS2017_42,Flow Bytes/s,RATE",
    "CICIDS2017_42,Packet Length Variance,NOT_NEGATIVE",
    "TON_IOT,dst_port,PORT",
    "TON_IOT,src_ip_bytes,COUNT"
  })
  void of_column_isWhatItsFilesHold(FeatureSchema schema, String column, NumberKind kind) {
    assertThat(ColumnKinds.of(schema, column)).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(FeatureSchema.class)
  void of_everyColumnOfNumbers_isKnown(FeatureSchema schema) {
    List<String> unknown = schema.columns().stream()
        .filter(column -> !schema.words().contains(column))
        .filter(column -> ColumnKinds.of(schema, column) == NumberKind.OTHER)
        .toList();
    // packets out of order make intervals negative in the publisher's files
    assertThat(unknown)
        .isEqualTo(schema == FeatureSchema.CICIDS2017_42 ? List.of("Flow IAT Mean") : List.of());
  }
}
