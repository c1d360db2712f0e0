package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonCommandsTest {
    private static final String ROW = "{'id':'0123456789abcdef','name':'shop-web-1','service':'web','number':1,"
            + "'image':'jcompose/java','imageId':'sha256:0123456789abcdef','command':'java -jar application.jar','created':'2026-11-22T09:59:55Z',"
            + "'state':'running','status':'Up 5 seconds (healthy)','health':'healthy','exitCode':0,'publishers':"
            + "[{'url':'0.0.0.0','publishedPort':8080,'targetPort':80,'protocol':'tcp'}],"
            + "'addresses':{'shop_default':'172.20.0.2'},'reason':''}";
    private static final String ENDED = "{'id':'ff','name':'shop-job-1','service':'job','number':1,'image':'i',"
            + "'command':'true','created':'2026-11-22T09:00:00Z','state':'exited','status':'Exited (3) 1 hour ago'}";
    private static final String SHOP =
            "{'project':'shop','services':['job','web'],'orphans':[],'degraded':'','containers':[" + ENDED + "," + ROW
                    + "]}";

    @TempDir
    private Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void start() {
        daemon = FakeDaemon.in(directory);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private Call call(String... words) {
        return Call.in(directory, Map.of("JCOMPOSE_RUN", directory.toString()), "typed", words);
    }

    @Test
    void scaleAndCreateAreUpsOfAKind() throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"), "name: shop\nservices: {web: {image: i}, db: {image: i}}\n");
        daemon.streams("POST /projects/shop/up", json("{'result':{'orphans':[],'warnings':[]}}"));
        assertThat(call("scale", "web=3").code()).isZero();
        assertThat(call("scale", "--no-deps", "db=0").code()).isZero();
        assertThat(call("create", "web").code()).isZero();
        assertThat(daemon.requests().get(0))
                .contains("\"services\":[\"web\"]", "\"scale\":{\"web\":3}", "\"noDeps\":false", "\"noStart\":false");
        assertThat(daemon.requests().get(1)).contains("\"scale\":{\"db\":0}", "\"noDeps\":true");
        assertThat(daemon.requests().get(2)).contains("\"services\":[\"web\"]", "\"noStart\":true");
        assertThat(call("scale", "wbe=1").err()).contains("no such service: wbe");
        assertThat(call("scale", "web=-1").err()).contains("is below 0");
        assertThat(call("scale", "web").err()).contains("web");
    }

    @Test
    void imagesShowsWhatContainersWereMadeFrom() {
        daemon.says("GET /projects/shop", 200, json(SHOP.replace("'image':'i'", "'image':'registry:5000/team/job:2'")));
        daemon.says(
                "GET /images",
                200,
                json("{'images':[{'id':'sha256:0123456789abcdef','references':['jcompose/java:latest'],"
                        + "'size':120000000,'created':'2026-11-22T09:00:00Z'}]}"));
        assertThat(call("-p", "shop", "images").out()).isEqualTo("""
                        CONTAINER    REPOSITORY               TAG      IMAGE ID       SIZE    CREATED
                        shop-job-1   registry:5000/team/job   2
                        shop-web-1   jcompose/java            latest   0123456789ab   120MB   About an hour ago
                        """);
        assertThat(call("-p", "shop", "images", "-q", "web").out()).isEqualTo("sha256:0123456789abcdef\n");
        assertThat(call("-p", "shop", "images", "--format", "json", "web").out())
                .contains("\"ContainerName\":\"shop-web-1\"", "\"Repository\":\"jcompose/java\"", "\"Size\":120000000");
        assertThat(call("-p", "shop", "images", "wbe").err()).contains("no such service: wbe");
    }

    @Test
    void portTellsWhereAPortIsPublished() {
        daemon.says("GET /projects/shop", 200, json(SHOP));
        assertThat(call("-p", "shop", "port", "web", "80").out()).isEqualTo("0.0.0.0:8080\n");
        assertThat(call("-p", "shop", "port", "web", "80/udp").err())
                .contains("port 80/udp of service \"web\" is not published", "jcompose ps");
        assertThat(call("-p", "shop", "port", "--index", "2", "web", "80").err())
                .contains("service \"web\" has no container with number 2");
        assertThat(call("-p", "shop", "port", "web", "http").err()).contains("no port: http");
        assertThat(call("-p", "shop", "port", "--protocol", "sctp", "web", "80").code())
                .isEqualTo(1);
    }

    @Test
    void volumesOfAProjectAreListed() {
        daemon.says("GET /projects/shop/volumes", 200, json("{'volumes':['shop_data','shop_old']}"));
        assertThat(call("-p", "shop", "volumes").out())
                .isEqualTo("DRIVER   VOLUME NAME\nlocal    shop_data\nlocal    shop_old\n");
        assertThat(call("-p", "shop", "volumes", "-q").out()).isEqualTo("shop_data\nshop_old\n");
        assertThat(call("-p", "shop", "volumes", "--format", "json").out())
                .startsWith("{\"Name\":\"shop_data\",\"Driver\":\"local\",\"Project\":\"shop\"}\n");
    }

    @Test
    void waitEndsWithTheLastExitCode() {
        daemon.streams(
                "GET /projects/shop/logs",
                json("{'event':{'container':'web-1','service':'web','type':'unhealthy','code':0,'restarting':false}}"),
                json("{'event':{'container':'web-1','service':'web','type':'exit','code':7,'restarting':true}}"),
                json("{'event':{'container':'web-1','service':'web','type':'exit','code':1,'restarting':false}}"));
        daemon.says("GET /projects/shop", 200, json(SHOP));
        Call call = call("-p", "shop", "wait", "job", "web");
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).isEqualTo("""
                        container "ff" exited with status code 0
                        container "0123456789abcdef" exited with status code 7
                        """);
        assertThat(call.code()).isEqualTo(7);
    }

    @Test
    void psShowsRunningContainersOfAProjectWithoutAFile() {
        daemon.says("GET /projects/shop", 200, json(SHOP));
        Call call = call("-p", "shop", "ps");
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .isEqualTo("NAME         IMAGE           COMMAND                  SERVICE   CREATED         STATUS"
                        + "                   PORTS\n"
                        + "shop-web-1   jcompose/java   \"java -jar applicati…\"   web       5 seconds ago   Up 5"
                        + " seconds (healthy)   0.0.0.0:8080->80/tcp\n");
    }

    @Test
    void psFiltersAndPrintsForPrograms() {
        daemon.says("GET /projects/shop", 200, json(SHOP));
        assertThat(call("ps", "-p", "shop", "-aq").out()).isEqualTo("ff\n0123456789abcdef\n");
        assertThat(call("ps", "-p", "shop", "--services").out()).isEqualTo("web\n");
        assertThat(call("ps", "-p", "shop", "--status", "exited", "-q").out()).isEqualTo("ff\n");
        assertThat(call("ps", "-p", "shop", "--filter", "status=exited", "-q").out())
                .isEqualTo("ff\n");
        assertThat(call("ps", "-p", "shop", "--filter", "name=web").err()).contains("write --filter status=STATE");
        assertThat(call("ps", "-p", "shop", "--format", "json").out())
                .contains("\"Name\":\"shop-web-1\"")
                .contains("\"Publishers\":[{\"URL\":\"0.0.0.0\",\"TargetPort\":80,\"PublishedPort\":8080");
        assertThat(call("ps", "-p", "shop", "webb").err()).contains("no such service: webb");
    }

    @Test
    void aNameThatNoProjectCanHaveIsRefused() {
        Call call = call("ps", "-p", "Bad Name");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("invalid project name \"Bad Name\"", "hint: as in badname");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void psCanLeaveOutContainersThatNobodyDeclares() {
        daemon.says("GET /projects/shop", 200, json(SHOP.replace("'orphans':[]", "'orphans':['shop-web-1']")));
        assertThat(call("ps", "-p", "shop", "-aq").out()).isEqualTo("ff\n0123456789abcdef\n");
        assertThat(call("ps", "-p", "shop", "-aq", "--no-orphans").out()).isEqualTo("ff\n");
        assertThat(call("ps", "-p", "shop", "-aq", "--orphans=false").out()).isEqualTo("ff\n");
    }

    @Test
    void imageFromHostTakesItsNameByFlag() {
        daemon.streams("POST /images/from-host", "{\"result\":{\"id\":\"sha256:aa\",\"size\":2000}}");
        assertThat(call("image", "from-host", "--name", "tools:1", "/bin/a", "b")
                        .out())
                .isEqualTo("sha256:aa 2.0kB\n");
        assertThat(daemon.requests())
                .singleElement()
                .asString()
                .contains("\"tools:1\"", "\"/bin/a\"", "\"" + directory.resolve("b") + "\"");
    }

    @Test
    void anUnknownProjectHasNoContainers() {
        Call call = call("ps", "-p", "none");
        assertThat(call.code()).isZero();
        assertThat(call.out()).startsWith("NAME").hasLineCount(1);
    }

    @Test
    void logsFollowMeansItsOwnFlagAndStreamsStayApart() {
        daemon.streams(
                "GET /projects/shop/logs",
                json("{'log':{'container':'web-1','service':'web','number':1,'time':'T','error':false,'partial':false,"
                        + "'text':'one'}}"),
                json("{'log':{'container':'longer-1','service':'longer','number':1,'time':'T','error':true,"
                        + "'partial':false,'text':'two'}}"),
                json("{'event':{'container':'web-1','service':'web','type':'exit','code':3,'restarting':true}}"));
        Call call = call("-p", "shop", "logs", "-f", "--tail", "5", "web");
        assertThat(call.out()).isEqualTo("web-1  | one\nweb-1 exited with code 3 (restarting)\n");
        assertThat(call.err()).isEqualTo("longer-1  | two\n");
        assertThat(daemon.requests().get(0)).isEqualTo("GET /projects/shop/logs?service=web&follow=1&tail=5");
    }

    @Test
    void upSendsTheModelAndShowsProgressAndOrphans() throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\nservices: {web: {image: a}}\n");
        daemon.streams(
                "POST /projects/shop/up",
                json("{'progress':{'id':'Container shop-web-1','status':'Started','phase':'DONE','detail':''}}"),
                json("{'result':{'orphans':['shop-old-1'],'warnings':[]}}"));
        Call call = call("up", "-d", "--scale", "web=2", "-t", "3");
        assertThat(call.code()).isZero();
        assertThat(call.err()).startsWith(" Container shop-web-1 Started\n").contains("--remove-orphans");
        assertThat(daemon.requests().get(0))
                .startsWith("POST /projects/shop/up {\"model\":{")
                .contains("\"scale\":{\"web\":2}")
                .contains("\"stopSeconds\":3");
    }

    @Test
    void anErrorOfTheDaemonIsShownAtItsLine() throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"),
                "name: shop\nservices:\n  web:\n    image: a\n    ports:\n      - \"8080:80\"\n");
        daemon.streams(
                "POST /projects/shop/up",
                json("{'error':{'message':'port 8080 is taken','path':'services.web.ports[0]','hint':'free it'}}"));
        Call call = call("up", "-d");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .isEqualTo(
                        "compose.yaml:6:9: port 8080 is taken\n          - \"8080:80\"\n            ^\n  hint: free it\n");
    }

    @Test
    void aDaemonThatBreaksOffIsNamed() throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\nservices: {web: {image: a}}\n");
        daemon.streams("POST /projects/shop/up", json("{'progress':{'id':'a','status':'b','phase':'WORKING'}}"));
        Call call = call("up", "-d", "--progress", "quiet");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).startsWith("jcompose: the daemon closed the connection before the work was done");
    }

    @Test
    void planEndsWithTwoWhenSomethingWouldChange() throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\nservices:\n  web: {image: a}\n");
        daemon.says(
                "POST /projects/shop/plan",
                200,
                json("{'actions':[{'text':'create container shop-web-1','because':'it is missing','path':"
                        + "'services.web'}]}"));
        Call call = call("plan");
        assertThat(call.code()).isEqualTo(2);
        assertThat(call.out())
                .isEqualTo("create container shop-web-1\n    because it is missing  (compose.yaml:3:3)\n1 action.\n");
        daemon.says("POST /projects/shop/plan", 200, json("{'actions':[]}"));
        assertThat(call("plan").code()).isZero();
    }

    @Test
    void planNamesEachFieldThatDiffersAndItsPlace() throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"),
                "name: shop\nservices:\n  web:\n    image: a\n    environment:\n      HOST: b\n    init: true\n");
        String changes = "'changes':[{'path':'environment.HOST','before':'~a~','after':'~b~'},"
                + "{'path':'init','before':'','after':'true'},{'path':'user','before':'~7~','after':''}]";
        String actions = "{'actions':[{'text':'stop container shop-web-1','because':'environment.HOST changed','path':"
                + "'services.web'," + changes + "},{'text':'remove container shop-web-1','because':'environment.HOST"
                + " changed','path':'services.web'," + changes + "}]}";
        daemon.says("POST /projects/shop/plan", 200, json(actions).replace("~", "\\\""));
        assertThat(call("plan").out()).isEqualTo("""
                        stop container shop-web-1
                            because environment.HOST changed  (compose.yaml:3:3)
                              environment.HOST: "a" -> "b"  (compose.yaml:6:13)
                              init: true is new  (compose.yaml:7:11)
                              user: "7" is gone  (compose.yaml:3:3)
                        remove container shop-web-1
                            because environment.HOST changed  (compose.yaml:3:3)
                        2 actions.
                        """);
        assertThat(call("plan", "--format", "json").out())
                .contains("{\"path\":\"environment.HOST\",\"before\":\"\\\"a\\\"\",\"after\":\"\\\"b\\\"\"}");
    }

    @Test
    void execEndsWithTheCommandsCodeAndKeepsStreamsApart() {
        daemon.sends(
                "POST /projects/shop/exec",
                "HTTP/1.1 101 X\r\n\r\n\u0001\0\0\0\u0003out\u0002\0\0\0\u0003err\u0003\0\0\0\u0004\0\0\0\u0007");
        Call call = call("-p", "shop", "exec", "-T", "-e", "A=b", "web", "ls", "-f", "--help");
        assertThat(call).isEqualTo(new Call(7, "out", "err"));
        assertThat(daemon.requests().get(0))
                .contains("\"command\":[\"ls\",\"-f\",\"--help\"]")
                .contains("\"environment\":[\"A=b\"]")
                .contains("\"tty\":false");
    }

    @Test
    void eachReasonOfARefusalIsASentenceOfItsOwn() {
        daemon.streams(
                "POST /projects/shop/stop",
                json(
                        "{'error':{'message':'the first','path':'','hint':'','more':[{'message':'the second','path':''}]}}"));
        Call call = call("stop", "-p", "shop");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("jcompose: the first\n", "jcompose: the second\n");
    }

    @Test
    void execInAServiceThatDoesNotRunIsRefused() {
        daemon.says(
                "POST /projects/shop/exec", 409, json("{'message':'service web is not running','path':'','hint':''}"));
        assertThat(call("-p", "shop", "exec", "web", "ls"))
                .isEqualTo(new Call(1, "", "jcompose: service web is not running\n"));
    }

    @Test
    void doctorFailsWhenSomethingIsMissing() {
        daemon.says(
                "GET /doctor",
                200,
                json("{'findings':[{'what':'overlayfs','level':'OK','detail':'mounted one','remedy':''},"
                        + "{'what':'nf_tables','level':'MISSING','detail':'EPERM','remedy':'modprobe nf_tables'}]}"));
        Call call = call("doctor");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out())
                .isEqualTo(
                        "OK        overlayfs  mounted one\nMISSING   nf_tables  EPERM\n          remedy: modprobe nf_tables\n");
    }

    @Test
    void downOfNothingWarnsAndSucceeds() {
        daemon.says("GET /projects/shop/losses", 200, json("{'volumes':[]}"));
        daemon.streams("POST /projects/shop/down", json("{'result':{'found':false}}"));
        Call call = call("down", "-p", "shop", "-v");
        assertThat(call.code()).isZero();
        assertThat(call.err()).isEqualTo("warning: no resource found to remove for project shop\n");
    }

    @Test
    void downTellsWhatWentWithTheVolumes() {
        daemon.says(
                "GET /projects/shop/losses",
                200,
                json("{'volumes':[{'name':'shop_data','bytes':2500,'more':false},"
                        + "{'name':'shop_log','bytes':7000000,'more':true}]}"));
        daemon.streams("POST /projects/shop/down", json("{'result':{'found':true}}"));
        Call call = call("down", "-p", "shop", "-v");
        assertThat(call.code()).isZero();
        assertThat(call.err()).isEqualTo("Removed volume shop_data (2.5kB), volume shop_log (more than 7.0MB)\n");
    }

    @Test
    void attachedUpShowsLogsAndEndsWithTheFirstExiter() throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\nservices: {job: {image: a}}\n");
        daemon.streams(
                "GET /projects/shop/logs",
                json("{'log':{'container':'job-1','service':'job','text':'hello'}}"),
                json("{'event':{'container':'job-1','service':'job','type':'exit','code':3,'restarting':false}}"));
        daemon.streams("POST /projects/shop/up", json("{'result':{}}"));
        daemon.streams("POST /projects/shop/stop", json("{'result':{}}"));
        daemon.says("GET /projects/shop", 200, json("{'project':'shop','containers':[" + ENDED + "]}"));
        Call call = call("up", "--abort-on-container-exit");
        assertThat(call.out()).isEqualTo("Attaching to job-1\njob-1  | hello\njob-1 exited with code 3\n");
        assertThat(call.err()).isEqualTo("Aborting on container exit...\n");
        assertThat(call.code()).isEqualTo(3);
    }

    @Test
    void flagsThatDoNotFitAreRefused() {
        assertThat(call("up", "-d", "--abort-on-container-exit").err()).contains("cannot be combined");
        assertThat(call("up", "--wait-timeout", "-1").err()).contains("must not be negative");
        assertThat(call("exec", "-d", "web", "ls").err()).contains("exec -d is not supported");
    }

    @Test
    void onlyWhatIsAskedForIsRefused() throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"),
                "name: shop\nservices:\n  web: {image: nginx}\n  db: {image: nginx, privileged: true}\n");
        daemon.says("POST /projects/shop/plan", 200, json("{'actions':[]}"));
        assertThat(call("plan").err()).contains("`privileged` is understood").contains("refused: ");
        assertThat(call("plan", "db").code()).isEqualTo(1);
        assertThat(daemon.requests()).isEmpty();
        assertThat(call("plan", "web").err()).isEmpty();
        assertThat(call("plan", "--ignore-unsupported").err())
                .startsWith("warning: compose.yaml:4:22: `privileged` is understood")
                .doesNotContain("refused");
        assertThat(daemon.requests()).hasSize(2);
    }
}
