package io.fedics.fl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WideRowsTest {
  private static final double NONE = Double.NaN;

  @Test
  void of_rowsFittedOn_countsEachNumberAndItself() {
    double[][] rows = {{7, 1, 5}, {7, 2, 5}, {8, 2, 5}, {7, NONE, 5}};
    double[][] wide = WideRows.fit(rows, shape(2)).of(rows);
    assertThat(wide[0]).containsExactly(7, 1, 5, 3, 1);
    assertThat(wide[1]).containsExactly(7, 2, 5, 3, 2);
    assertThat(wide[2]).containsExactly(8, 2, 5, 1, 2);
    assertThat(wide[3]).containsExactly(7, NONE, 5, 3, 0);
  }

  @Test
  void of_numbersNeverSeen_countsNone() {
    WideRows fitted = WideRows.fit(new double[][] {{7, 1}, {9, 1}}, shape(2));
    double[][] wide = fitted.of(new double[][] {{8, NONE}, {-3, Double.MAX_VALUE}});
    assertThat(wide[0]).containsExactly(8, NONE, 0, 0);
    assertThat(wide[1]).containsExactly(-3, Double.MAX_VALUE, 0, 0);
  }

  @Test
  void of_columnWithoutNumbers_countsNone() {
    WideRows fitted = WideRows.fit(new double[][] {{NONE}, {NONE}}, shape(1));
    double[][] wide = fitted.of(new double[][] {{NONE}, {4}});
    assertThat(wide[0]).containsExactly(NONE, 0);
    assertThat(wide[1]).containsExactly(4, 0);
  }

  @Test
  void of_zeroOfEitherSign_isOneValue() {
    WideRows fitted = WideRows.fit(new double[][] {{0.0}, {-0.0}}, shape(1));
    double[][] wide = fitted.of(new double[][] {{0.0}, {-0.0}});
    assertThat(wide[0][1]).isEqualTo(2);
    assertThat(wide[1][1]).isEqualTo(2);
  }

  @Test
  void of_comparedColumns_endsWithTheirDifferences() {
    double[][] rows = {{7, 4, 5}, {3, NONE, 5}};
    double[][] wide =
        WideRows.fit(rows, shape(2, new int[] {1, 0}, new int[] {0, 1})).of(rows);
    assertThat(wide[0]).containsExactly(7, 4, 5, 1, 1, -3, 3);
    assertThat(wide[1]).containsExactly(3, NONE, 5, 1, 0, NONE, NONE);
  }

  @Test
  void compared_ofUnsw_areColumnsOfTheFileWhateverTheirCase() {
    DataSet set = DataSet.find("unsw-nb15").orElseThrow();
    assertThat(set.compared(List.of("dur", "CT_SRV_DST", "ct_srv_src", "ct_dst_ltm")))
        .isDeepEqualTo(new int[][] {{2, 1}});
  }

  private static Loaded.Shape shape(int numbers, int[]... compared) {
    return new Loaded.Shape(List.of(), numbers, new int[0], compared);
  }
}
