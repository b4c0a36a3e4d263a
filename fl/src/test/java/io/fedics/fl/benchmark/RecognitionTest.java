package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognitionTest {
  private static final String KDD =
      "0,tcp,http,SF,181,5450,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,8,8,0,0,0,0,1,0,0,9,9,1,0,0.11,0,0,0,0,0,";

  @TempDir
  private Path folder = Path.of("");

  @Test
  void of_rowsWithoutHeader_areNslKddWithOrWithoutDifficulty() throws IOException {
    assertThat(Recognition.of(file(KDD + "normal,20"))).contains("nsl-kdd");
    assertThat(Recognition.of(file(KDD + "normal"))).contains("nsl-kdd");
  }

  @Test
  void of_headers_areToldByTheirColumns() throws IOException {
    assertThat(Recognition.of(file("Flow Duration, Init_Win_bytes_forward, Label")))
        .contains("cicids2017");
    assertThat(Recognition.of(
            file("Flow Duration, Init_Win_bytes_forward,SimillarHTTP,Inbound,Label")))
        .contains("cicddos2019");
    assertThat(Recognition.of(file("\uFEFFid,sttl,ct_state_ttl,attack_cat,label")))
        .contains("unsw-nb15");
    assertThat(Recognition.of(file("id,sttl,ct_state_ttl,label"))).contains("unsw-nb15");
    assertThat(Recognition.of(file("DATETIME, L_T1, P_J280, ATT_FLAG"))).contains("batadal");
  }

  @Test
  void of_otherColumns_isNothing() throws IOException {
    assertThat(Recognition.of(file("a,b,c"))).isEmpty();
  }

  @Test
  void of_linesOfJson_saysThatTheyAreNoTable() throws IOException {
    Path flows = file("{\"schema\":\"flow-observed/1\",\"bytes\":7}");
    assertThatThrownBy(() -> Recognition.of(flows))
        .isInstanceOf(UsageException.class)
        .hasMessage(flows + ": JSON, no table (expected: a CSV file)");
  }

  @Test
  void read_kddRowsWithoutDifficulty_keepTheirLabel() throws IOException {
    DataSet set = DataSet.find("nsl-kdd").orElseThrow();
    Table table = Table.read(file(KDD + "neptune"), set.header());
    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.column("label").word(0)).isEqualTo("neptune");
  }

  @Test
  void read_headerInAnyOrderAndCase_isNoRow() throws IOException {
    DataSet set = DataSet.find("nsl-kdd-10").orElseThrow();
    Path file = Files.write(
        folder.resolve("named.csv"), List.of(" LABEL,Land,Duration,service", "land,0,7,http"));
    Table table = Table.read(file, set.header());
    assertThat(table.rows()).isEqualTo(1);
    assertThat(table.column("label").word(0)).isEqualTo("land");
    assertThat(table.numbers("duration")).containsExactly(7);
  }

  @Test
  void of_headerOfTheTenColumnsAlone_isTheirBenchmark() throws IOException {
    assertThat(Recognition.of(file("service,flag,same_srv_rate,dst_host_same_src_port_rate,label")))
        .contains("nsl-kdd-10");
  }

  @Test
  void className_ofKdd99_losesItsFullStop() {
    DataSet set = DataSet.find("nsl-kdd").orElseThrow();
    assertThat(set.className("normal.")).isEqualTo(DataSet.NORMAL);
    assertThat(set.className(" neptune. ")).isEqualTo("neptune");
  }

  private Path file(String line) throws IOException {
    return Files.write(folder.resolve("file.csv"), List.of(line));
  }
}
