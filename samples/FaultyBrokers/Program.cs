using DotnetBroker;
using FaultyBrokers;

if (args is not [var name] || Fault.Find(name) is not { } fault)
{
    Console.Error.WriteLine("Name one of these:");
    foreach (var each in Fault.All)
    {
        Console.Error.WriteLine($"  {each.Name}: {each.Sentence}");
    }

    return 2;
}

return await BrokerProgram.RunAsync(fault.Apply);
