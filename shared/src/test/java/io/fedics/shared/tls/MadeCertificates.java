package io.fedics.shared.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** Certificates that vouch for themselves, as PEM files in a folder, made by a test so that no key lies in the repository. */
public final class MadeCertificates {
  private static final String PASSWORD = "not a secret";

  private final Path folder;

  public MadeCertificates(Path folder) {
    this.folder = folder;
  }

  /** Valid for two days. */
  public void make(String name, String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    make(name, algorithm, 2);
  }

  /**
   * @param name of files, and the certificate's common name
   * @param algorithm of the key: {@code EC}, {@code RSA} or {@code Ed25519}
   * @param days that the certificate is valid, from now on
   */
  public void make(String name, String algorithm, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    Process keytool = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            algorithm,
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=dns:localhost,ip:127.0.0.1",
            "-validity",
            Integer.toString(days),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem("CERTIFICATE", keys.getCertificate(name).getEncoded(), certificate(name));
    pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded(), key(name));
  }

  private static void pem(String what, byte[] encoded, Path file) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(encoded), what));
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".pem");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }
}
