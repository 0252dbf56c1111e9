return await DotnetBroker.BrokerProgram.RunAsync();
