namespace VoicePrep.Tests.Voice.Weights;

/// <summary>Damage of the kinds that files suffer, and that attackers try.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 0x7f, 0x80, 0xff, (byte)'.', (byte)'(', (byte)'R', (byte)'c'];

    /// <summary>A copy with one to four damages in the given part.</summary>
    public static byte[] Apply(byte[] original, Random random, int start, int length)
    {
        var bytes = original.ToList();
        for (var damages = random.Next(1, 5); damages > 0 && bytes.Count > start; damages--)
        {
            var at = Math.Min(start + random.Next(length), bytes.Count - 1);
            var count = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = Telling[random.Next(Telling.Length)]; break;
                case 2: for (var i = 0; i < Math.Min(count, 8); i++) bytes[at + i] = 0xff; break;
                case 3: bytes.RemoveRange(at, count); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 5: for (var i = 0; i < count; i++) bytes[at + i] = (byte)random.Next(256); break;
                default: if (random.Next(3) == 0) bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
