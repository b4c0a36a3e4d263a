package io.fedics.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureListTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void read_listWithAByteOrderMark_isRead() throws IOException {
    assertThat(CaptureList.read(list("\uFEFFfile,expected,host\na.csv,quiet,\n")))
        .hasSize(1);
  }

  @Test
  void read_host_isAnAddressInOneSpelling() throws IOException {
    assertThat(CaptureList.read(list("file,expected,host\na.csv,probe,2001:0db8:0::1\n")))
        .extracting(CaptureList.Capture::host)
        .containsExactly("2001:db8::1");
    Path list = list("file,expected,host\n\na.csv,probe,10.8.0.999\n");
    assertThatThrownBy(() -> CaptureList.read(list))
        .isInstanceOf(UsageException.class)
        .hasMessage(list + ", line 3: 10.8.0.999 (expected: an IPv4 or IPv6 address, or nothing)");
  }

  @Test
  void read_nameThatNoFileCanHave_isRefusedWithItsLine() throws IOException {
    Path list = list("file,expected,host\na\0.csv,quiet,\n");
    assertThatThrownBy(() -> CaptureList.read(list))
        .isInstanceOf(UsageException.class)
        .hasMessage(list + ", line 2: a\\u0000.csv (expected: a readable file)");
  }

  private Path list(String content) throws IOException {
    Files.writeString(folder.resolve("a.csv"), "x\n");
    return Files.writeString(folder.resolve("list.csv"), content);
  }
}
