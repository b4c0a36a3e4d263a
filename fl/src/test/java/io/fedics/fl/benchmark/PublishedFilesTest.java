package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fedics.fl.model.record.ColumnKinds;
import io.fedics.fl.model.record.NumberCell;
import io.fedics.fl.model.record.NumberKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What columns may hold, against the real files: a rule that a published row breaks is wrong. */
class PublishedFilesTest {
  @ParameterizedTest
  @CsvSource({
    "nsl-kdd,nsl-kdd/KDDTrain+.txt.gz",
    "nsl-kdd-10,nsl-kdd/KDDTrain+_20Percent.txt.gz",
    "unsw-nb15,unsw-nb15/UNSW_NB15_official-test_part-dev.csv.gz",
    "cicids2017,cicids2017/cic_ids2017_multiclass_part-dev.csv.gz",
    "cicids2017,cicids2017/MachineLearningCVE-heads/f1.csv",
    "cicids2017,cicids2017/MachineLearningCVE-heads/m1.csv",
    "cicids2017,cicids2017/MachineLearningCVE-heads/th1.csv",
    "cicids2017,cicids2017/MachineLearningCVE-heads/tu1.csv",
    "cicids2017,cicids2017/TrafficLabelling/Friday-WorkingHours-Afternoon-DDos.pcap_ISCX.csv",
    "cicids2017,cicids2017/TrafficLabelling/baseline_portscan.csv",
    "cicids2017,cicids2017/TrafficLabelling/baseline_xss.csv",
    "ton-iot,ton-iot/Train_Test_Network_part-dev.csv.gz",
    "cicddos2019,cicddos2019/DrDoS_DNS.csv.gz",
    "cicddos2019,cicddos2019/DrDoS_NTP.csv.gz",
    "cicddos2019,cicddos2019/DrDoS_NetBIOS.csv"
  })
  void fault_ofAPublishedNumber_isNone(String name, String file) {
    DataSet set = DataSet.find(name).orElseThrow();
    Table table = Table.read(data().resolve(file), set.header());
    List<String> numbers = set.features(table, false);
    assertThatCode(() -> set.requirePossible(table, numbers)).doesNotThrowAnyException();
    for (String column : numbers) {
      NumberKind kind = ColumnKinds.of(set.schema(), column);
      List<String> refused = IntStream.range(0, table.rows())
          .mapToObj(table.column(column)::word)
          .distinct()
          .filter(cell -> Double.isFinite(NumberCell.decimal(cell)))
          .filter(cell -> kind.fault(cell).isPresent())
          .toList();
      assertThat(refused).as(column).isEmpty();
    }
  }

  private static Path data() {
    Optional<Path> data = Stream.of("../../shared/data", "../../../shared/data", "../shared/data")
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst();
    assumeTrue(data.isPresent(), "SKIPPED: the test data folder ../shared/data is not there");
    return data.orElseThrow();
  }
}
