using Drawbridge.Bench;
using Drawbridge.Bench.Sandbox;

return args switch
{
    ["server", .. var rest] => await BenchServer.RunAsync(new Arguments(rest)),
    ["sandbox", .. var rest] => await SandboxServer.RunAsync(new Arguments(rest)),
    ["hash", .. var rest] => RawHash.Run(new Arguments(rest)),
    ["run", .. var rest] => await BenchRun.RunAsync(new Arguments(rest)),
    _ => Arguments.Refuse("This program is started by bench/run."),
};
