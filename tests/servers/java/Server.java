// Serves each keystore on a port of its own. See all_at_once in sent_servers.py.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

public class Server {
  static void serve(SSLServerSocket listener) {
    while (true) {
      try (SSLSocket connection = (SSLSocket) listener.accept()) {
        connection.setSoTimeout(5000);
        connection.startHandshake();
        connection.getInputStream().read();
      } catch (Exception refusal) {
        // The client sees it.
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); !line.equals("."); line = input.readLine()) {
      String[] fields = line.split(" ");
      try {
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance(new File(fields[1]), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket listener =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 20, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(() -> serve(listener));
        thread.setDaemon(true);
        thread.start();
        System.out.println(fields[0] + " " + listener.getLocalPort());
      } catch (Exception refusal) {
        System.out.println(fields[0] + " refused " + refusal.toString().replace('\n', ' '));
      }
    }
    System.out.println(".");
    Thread.sleep(Long.MAX_VALUE);
  }
}
