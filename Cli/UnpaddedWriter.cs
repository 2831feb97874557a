using System.Text;

namespace VoicePrep.Cli;

/// <summary>Removes the blanks with which tables pad their lines, for output that another program reads.</summary>
internal sealed class UnpaddedWriter(TextWriter output) : TextWriter
{
    private int blanks;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            blanks++;
            return;
        }

        if (value is not ('\r' or '\n'))
            output.Write(new string(' ', blanks));
        blanks = 0;
        output.Write(value);
    }

    public override void Flush() => output.Flush();
}
