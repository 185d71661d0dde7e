import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a PKIX path for the first certificate of each bundle. Every line of the input is "name anchors bundle host"; every line of the output
 * "name ok" or "name reason". Hosts and purposes are no matter of the builder: the host is not looked at.
 */
public class BuildPath {
  static List<X509Certificate> read(String file) throws Exception {
    List<X509Certificate> certificates = new ArrayList<>();
    try (FileInputStream in = new FileInputStream(file)) {
      for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
    }
    return certificates;
  }

  static void build(String anchors, String bundle) throws Exception {
    Set<TrustAnchor> trusted = new HashSet<>();
    for (X509Certificate certificate : read(anchors)) {
      trusted.add(new TrustAnchor(certificate, null));
    }
    List<X509Certificate> sent = read(bundle);
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(sent.get(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
    parameters.setRevocationEnabled(false);
    parameters.setMaxPathLength(-1);
    parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
    CertPathBuilder.getInstance("PKIX").build(parameters);
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] fields = line.split(" ");
      String outcome = "ok";
      try {
        build(fields[1], fields[2]);
      } catch (Exception refusal) {
        Throwable cause = refusal.getCause() == null ? refusal : refusal.getCause();
        outcome = cause.toString().replace('\n', ' ');
      }
      System.out.println(fields[0] + " " + outcome);
    }
  }
}
