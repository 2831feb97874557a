using VoicePrep.Voice.Weights;

namespace VoicePrep.Tests.Voice.Weights;

public sealed class TorchPickleTests
{
    [Fact]
    public void Read_WhatTorchSaveWritesForAnOptimizer_IsPlainValues()
    {
        // {'betas': (0.5, True), 'groups': [1, -2, 2**40], 'none': None}
        var pickle = new PickleBytes().Op('}').Op('(')
            .Text("betas").Op('G').Op('\x3f').Op('\xe0').Op('\0').Op('\0').Op('\0').Op('\0').Op('\0').Op('\0').Op('\x88').Op('\x86')
            .Text("groups")
            .Op(']')
            .Op('(')
            .Op('K')
            .Op('\x01')
            .Int(-2)
            .Op('\x8a')
            .Op('\x06')
            .Op('\0')
            .Op('\0')
            .Op('\0')
            .Op('\0')
            .Op('\0')
            .Op('\x01')
            .Op('e')
            .Text("none").Op('N').Op('u').Op('.');
        var value = Assert.IsType<Dictionary<object, object?>>(TorchPickle.Read(pickle.ToArray()));
        Assert.Equal([0.5, true], Assert.IsType<object?[]>(value["betas"]));
        Assert.Equal([1L, -2L, 1L << 40], Assert.IsType<List<object?>>(value["groups"]));
        Assert.Null(value["none"]);
    }

    [Fact]
    public void Read_StateDictionaryWithAttributes_AttributesAreDropped()
    {
        var pickle = new PickleBytes().Global("collections", "OrderedDict").Op(')').Op('R').Op('(').Text("a").Int(1).Op('u')
            .Op('}').Text("_metadata").Int(2).Op('s').Op('b').Op('.');
        var value = Assert.IsType<Dictionary<object, object?>>(TorchPickle.Read(pickle.ToArray()));
        Assert.Equal([new("a", 1L)], value);
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "'os system'", new PickleBytes().Global("os", "system").Op('(').Text("touch owned").Op('t').Op('R').Op('.').ToArray() },
        { "'builtins eval'", new PickleBytes().Global("builtins", "eval").Text("1").Op('\x85').Op('R').Op('.').ToArray() },
        {
            "'collections OrderedDict'",
            new PickleBytes().Global("collections", "OrderedDict").Text("a").Op('\x85').Op('R').Op('.').ToArray()
        },
        { "0x93", new PickleBytes().Text("os").Text("system").Op('\x93').Op('.').ToArray() },
        { "0x81", new PickleBytes().Global("os", "system").Op(')').Op('\x81').Op('.').ToArray() },
        { "0x69", new PickleBytes().Op('i').ToArray() },
        { "not a tensor's storage", new PickleBytes().Text("file").Op('Q').Op('.').ToArray() },
        { "protocol 2", [0x80, 4, (byte)'N', (byte)'.'] },
        { "ends too early", new PickleBytes().Op('N').ToArray() },
        { "ends too early", new PickleBytes().Op('X').Op('\xff').Op('\xff').Op('\xff').Op('\xff').Op('a').ToArray() },
        { "more values than there are", new PickleBytes().Op('\x87').Op('.').ToArray() },
        { "never began", new PickleBytes().Op('N').Op('t').Op('.').ToArray() },
        { "never stored", new PickleBytes().Op('h').Op('\x07').Op('.').ToArray() },
        { "not a name or an index", new PickleBytes().Op('}').Op('N').Op('N').Op('s').Op('.').ToArray() },
        { "builds more than", [.. Enumerable.Repeat((byte)'}', 200_000)] },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Read_AnythingThatIsNotADictionaryOfTensors_IsRefusedWithTheReason(string reason, byte[] pickle) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TorchPickle.Read(pickle)).Message, StringComparison.Ordinal);
}
