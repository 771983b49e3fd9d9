"""What every page needs: forms with a one-time key and a version, dates typed in three boxes."""
