using Drawbridge.Cli.CommandLine;

return await DrawbridgeCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
